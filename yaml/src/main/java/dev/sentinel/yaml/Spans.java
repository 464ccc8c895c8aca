package dev.sentinel.yaml;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lengths of time as people write them: {@code 90s}, {@code 30m}, {@code 1h30m}, {@code 48h}, {@code 7d}. */
public final class Spans {
    private static final Pattern WRITTEN =
            Pattern.compile("(?:(\\d{1,4})d)?(?:(\\d{1,5})h)?(?:(\\d{1,6})m)?(?:(\\d{1,8})s)?");

    private Spans() {}

    public static Parsed<Duration> parse(String text) {
        var written = WRITTEN.matcher(text);
        if (text.isEmpty() || !written.matches()) {
            return Parsed.wrong("\"%s\" is not a length of time; write one like 90s, 30m, 1h30m, 48h or 7d"
                    .formatted(Plain.clip(text, 40)));
        }
        return Parsed.good(Duration.ofDays(number(written.group(1)))
                .plusHours(number(written.group(2)))
                .plusMinutes(number(written.group(3)))
                .plusSeconds(number(written.group(4))));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    public static String write(Duration span) {
        if (span.isZero()) {
            return "0s";
        }
        // 48 h and 72 h are how people speak of two and three days after a join.
        var days = span.toHours() <= 72 ? 0 : span.toDays();
        return part(days, "d")
                + part(span.minusDays(days).toHours(), "h")
                + part(span.toMinutesPart(), "m")
                + part(span.toSecondsPart(), "s");
    }

    private static String part(long count, String unit) {
        return count == 0 ? "" : count + unit;
    }
}
