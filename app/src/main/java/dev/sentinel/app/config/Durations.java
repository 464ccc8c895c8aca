package dev.sentinel.app.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lengths of time as people write them: {@code 500ms}, {@code 5s}, {@code 1m30s}, {@code 48h}. */
public final class Durations {
    private static final Pattern WRITTEN =
            Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?(?:(\\d{1,9})ms)?");

    private Durations() {}

    static Parsed<Duration> parse(String text) {
        var written = WRITTEN.matcher(text);
        if (text.isEmpty() || !written.matches()) {
            return Parsed.wrong("\"%s\" is not a duration; write one like 500ms, 5s, 1m30s or 48h".formatted(text));
        }
        return Parsed.good(Duration.ofDays(number(written.group(1)))
                .plusHours(number(written.group(2)))
                .plusMinutes(number(written.group(3)))
                .plusSeconds(number(written.group(4)))
                .plusMillis(number(written.group(5))));
    }

    /** The same words as in the configuration; empty when it is not a duration. */
    public static Optional<Duration> read(String text) {
        return switch (parse(text)) {
            case Parsed.Good<Duration> good -> Optional.of(good.value());
            case Parsed.Wrong<Duration> wrong -> Optional.empty();
        };
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    public static String write(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        return part(duration.toDays(), "d")
                + part(duration.toHoursPart(), "h")
                + part(duration.toMinutesPart(), "m")
                + part(duration.toSecondsPart(), "s")
                + part(duration.toMillisPart(), "ms");
    }

    private static String part(long count, String unit) {
        return count == 0 ? "" : count + unit;
    }
}
