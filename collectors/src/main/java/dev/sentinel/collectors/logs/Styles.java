package dev.sentinel.collectors.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.sentinel.collectors.reading.Times;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds out in which style a line is written and takes it apart, by key and never by position. Not for several threads. */
final class Styles {
    private static final int MOST_KEYS = 64;
    /** What stands before the message in the longest style. */
    private static final int HEAD = 256;

    private static final List<String> TIME_KEYS = List.of("ts", "time", "timestamp", "@timestamp", "t");

    private final FlatJson json = new FlatJson(new JsonFactory(), MOST_KEYS, Said.LONGEST_VALUE);
    private final Pattern klog =
            Pattern.compile("^([IWEF])(\\d{2})(\\d{2}) (\\d{2}:\\d{2}:\\d{2}\\.\\d{1,9}) +\\d+ ([^ \\]]{1,100})\\] ?");
    private final Pattern go = Pattern.compile(
            "^(\\d{4})/(\\d{2})/(\\d{2}) (\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?) (?:([\\w./-]{1,80}\\.go:\\d{1,6}): )?");
    private final Pattern victoria = Pattern.compile("^([0-9T:.+Z-]{20,35})\\t(\\w{1,10})\\t([^\\t]{1,120})\\t");
    private final Pattern process = Pattern.compile("^\\[([A-Za-z0-9][A-Za-z0-9._-]{0,127})\\] ");
    private final Pattern passedOn =
            Pattern.compile("^([a-z0-9][a-z0-9.-]{0,127}): (?:\\[[A-Za-z0-9._-]{1,128}\\] )?(time=\".*)$");

    /** Takes a line apart; klog's lines have no year, so the moment of reading lends them one. */
    Said read(String line, Instant observedAt) {
        Matcher prefix = process.matcher(head(line));
        boolean prefixed = prefix.find();
        Draft said = prefixed
                ? of(line.substring(prefix.end()), observedAt).with("process", prefix.group(1))
                : of(line, observedAt);
        return unwrapped(said.said(), observedAt);
    }

    /** When an instance dies, longhorn-manager repeats its last lines inside its own; the inner time is the true one. */
    private Said unwrapped(Said said, Instant observedAt) {
        String outer = said.value("msg").orElse("");
        if (outer.indexOf(": ") < 0 || outer.indexOf("time=\"") < 0) {
            return said;
        }
        Matcher inner = passedOn.matcher(outer);
        return inner.find()
                ? of(inner.group(2), observedAt).with("process", inner.group(1)).said()
                : said;
    }

    private Draft of(String line, Instant observedAt) {
        if (line.startsWith("{")) {
            Map<String, String> keys = json.read(line);
            if (!keys.isEmpty()) {
                return named(new Draft(Style.JSON, line, keys));
            }
        }
        if (Logfmt.begins(line)) {
            return named(new Draft(Style.LOGFMT, line, Logfmt.read(line, 0)));
        }
        String head = head(line);
        Matcher found = klog.matcher(head);
        if (found.find()) {
            return klog(line, found, observedAt);
        }
        found = victoria.matcher(head);
        if (found.find()) {
            return new Draft(Style.VICTORIA, line, new LinkedHashMap<>())
                    .with("level", level(found.group(2)))
                    .with("caller", found.group(3))
                    .with("msg", line.substring(found.end()))
                    .at(Times.parse(found.group(1)));
        }
        found = go.matcher(head);
        if (found.find()) {
            String time = "%s-%s-%sT%s".formatted(found.group(1), found.group(2), found.group(3), found.group(4));
            return new Draft(Style.GO, line, new LinkedHashMap<>())
                    .with("msg", line.substring(found.end()))
                    .at(local(time));
        }
        return new Draft(Style.PLAIN, line, new LinkedHashMap<>()).with("msg", line);
    }

    private Draft klog(String line, Matcher found, Instant observedAt) {
        String rest = line.substring(found.end());
        boolean structured = rest.startsWith("\"");
        Map<String, String> keys = structured ? Logfmt.read("msg=" + rest, 0) : new LinkedHashMap<>();
        Draft draft = new Draft(Style.KLOG, line, keys)
                .with(
                        "level",
                        switch (found.group(1)) {
                            case "I" -> "info";
                            case "W" -> "warn";
                            case "E" -> "error";
                            default -> "fatal";
                        })
                .with("caller", found.group(5))
                .at(thisYear(found.group(2), found.group(3), found.group(4), observedAt));
        return structured ? draft : draft.with("msg", rest);
    }

    /** The same names for what every style has. */
    private static Draft named(Draft draft) {
        Map<String, String> keys = draft.keys();
        alias(keys, "msg", "message");
        alias(keys, "err", "error");
        alias(keys, "level", "lvl");
        alias(keys, "level", "severity");
        keys.computeIfPresent("level", (key, level) -> level(level));
        return draft.at(TIME_KEYS.stream()
                .flatMap(key -> Optional.ofNullable(keys.get(key)).stream())
                .flatMap(text -> time(text).stream())
                .findFirst());
    }

    private static void alias(Map<String, String> keys, String name, String other) {
        String value = keys.get(other);
        if (value != null) {
            keys.putIfAbsent(name, value);
        }
    }

    private static String level(String level) {
        String lower = level.toLowerCase(Locale.ROOT);
        return lower.equals("warning") ? "warn" : lower;
    }

    private static Optional<Instant> time(String text) {
        // zap counts seconds since 1970, with a fraction.
        return text.matches("\\d{9,10}(\\.\\d{1,9})?")
                ? Times.ofMicros(new BigDecimal(text).movePointRight(6).longValue())
                : Times.parse(text);
    }

    private static Optional<Instant> local(String time) {
        try {
            // Without a zone; containers run in UTC.
            return Optional.of(LocalDateTime.parse(time).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> thisYear(String month, String day, String time, Instant observedAt) {
        int year = observedAt.atOffset(ZoneOffset.UTC).getYear();
        // On New Year's Eve a line of December is read in January.
        return local("%s-%s-%sT%s".formatted(Year.of(year), month, day, time))
                .map(at -> at.isAfter(observedAt.plus(Duration.ofDays(2)))
                        ? local("%s-%s-%sT%s".formatted(Year.of(year - 1), month, day, time))
                                .orElse(at)
                        : at);
    }

    private static String head(String line) {
        return line.length() <= HEAD ? line : line.substring(0, HEAD);
    }

    /** A reading under way. */
    private record Draft(Style style, String text, Map<String, String> keys, Optional<Instant> time) {
        Draft(Style style, String text, Map<String, String> keys) {
            this(style, text, keys, Optional.empty());
        }

        Draft with(String key, String value) {
            keys.put(key, value.length() <= Said.LONGEST_VALUE ? value : value.substring(0, Said.LONGEST_VALUE));
            return this;
        }

        Draft at(Optional<Instant> instant) {
            return new Draft(style, text, keys, instant);
        }

        Said said() {
            with("text", text);
            return new Said(style, keys, time);
        }
    }
}
