package dev.sentinel.collectors.webhook;

import dev.sentinel.collectors.reading.Times;
import java.time.Instant;
import java.util.Optional;

/** Times as bodies write them: RFC 3339, or seconds, milliseconds, microseconds or nanoseconds since 1970. */
final class Moment {
    private Moment() {}

    static Optional<Instant> of(String text) {
        if (!text.matches("\\d{9,19}(\\.\\d{1,9})?")) {
            return Times.parse(text);
        }
        int dot = text.indexOf('.');
        String whole = dot < 0 ? text : text.substring(0, dot);
        long number = Long.parseLong(whole.length() == 19 && whole.compareTo("9223372036854775807") > 0 ? "0" : whole);
        return switch (whole.length()) {
            case 9, 10, 11 -> Times.ofMicros(number * 1_000_000);
            case 12, 13, 14 -> Times.ofMicros(number * 1_000);
            case 15, 16, 17 -> Times.ofMicros(number);
            default -> Times.ofMicros(number / 1_000);
        };
    }
}
