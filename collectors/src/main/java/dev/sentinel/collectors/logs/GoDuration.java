package dev.sentinel.collectors.logs;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** Spans as Go prints them: "1h2m3.5s", "250ms", "0s". */
final class GoDuration {
    private static final int LONGEST = 40;
    private static final BigDecimal MOST_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

    private GoDuration() {}

    static Optional<Duration> parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (at < text.length()) {
            int number = at;
            while (at < text.length() && (Character.digit(text.charAt(at), 10) >= 0 || text.charAt(at) == '.')) {
                at++;
            }
            int unit = at;
            while (at < text.length() && Character.isLetter(text.charAt(at))) {
                at++;
            }
            Optional<BigDecimal> part = part(text.substring(number, unit), text.substring(unit, at));
            if (part.isEmpty()) {
                return Optional.empty();
            }
            nanos = nanos.add(part.get());
        }
        return nanos.compareTo(MOST_NANOS) > 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos.longValue()));
    }

    private static Optional<BigDecimal> part(String number, String unit) {
        if (!number.matches("[0-9]{1,18}(\\.[0-9]{0,18})?")) {
            return Optional.empty();
        }
        long nanos = switch (unit) {
            case "h" -> 3_600_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "s" -> 1_000_000_000L;
            case "ms" -> 1_000_000L;
            case "us", "µs", "μs" -> 1_000L;
            case "ns" -> 1L;
            default -> 0L;
        };
        return nanos == 0 ? Optional.empty() : Optional.of(new BigDecimal(number).multiply(BigDecimal.valueOf(nanos)));
    }
}
