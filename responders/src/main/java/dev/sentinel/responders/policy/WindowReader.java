package dev.sentinel.responders.policy;

import dev.sentinel.yaml.Parsed;
import dev.sentinel.yaml.Section;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Reads windows: either hours of some days in a zone, or one stretch of time. */
final class WindowReader {
    private WindowReader() {}

    static Optional<Window> read(String name, Section section) {
        return section.has("days") || section.has("zone") ? hours(name, section) : once(name, section);
    }

    private static Optional<Window> hours(String name, Section section) {
        var days = days(section);
        var from = time(section, "from", LocalTime::parse, "a time of day like 22:00, in quotes");
        var to = time(section, "to", LocalTime::parse, "a time of day like 06:30, in quotes");
        var zone = time(section, "zone", ZoneId::of, "a zone like Europe/Berlin or UTC");
        if (from.isEmpty() || to.isEmpty() || zone.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Window.Hours(name, days, from.get(), to.get(), zone.get()));
    }

    private static Optional<Window> once(String name, Section section) {
        var from = time(section, "from", Instant::parse, "a moment like 2026-12-01T22:00:00Z");
        var to = time(section, "to", Instant::parse, "a moment like 2026-12-02T04:00:00Z");
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        if (!from.get().isBefore(to.get())) {
            section.complain("to", "is not after \"from\"");
        }
        return Optional.of(new Window.Once(name, from.get(), to.get()));
    }

    private static List<DayOfWeek> days(Section section) {
        if (!section.has("days")) {
            return Arrays.asList(DayOfWeek.values());
        }
        var days = new ArrayList<DayOfWeek>();
        for (var item : section.items("days")) {
            var day = Arrays.stream(DayOfWeek.values())
                    .filter(each ->
                            each.name().substring(0, 3).toLowerCase(Locale.ROOT).equals(item.text()))
                    .findFirst();
            day.ifPresent(days::add);
            if (day.isEmpty()) {
                section.complain(
                        "days",
                        item,
                        "\"%s\" is not a day; write mon, tue, wed, thu, fri, sat or sun".formatted(item.text()));
            }
        }
        return days;
    }

    private static <T> Optional<T> time(Section section, String key, Function<String, T> shape, String example) {
        section.need(key, 64);
        return section.read(key, text -> {
            try {
                return Parsed.good(shape.apply(text));
            } catch (DateTimeException e) {
                return Parsed.wrong("\"%s\" is not %s".formatted(text, example));
            }
        });
    }
}
