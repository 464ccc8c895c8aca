package dev.sentinel.collectors.reading;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Times between sources, Java and the contract. */
public final class Times {
    /** The longest form of RFC 3339 with nanoseconds and offset has 35 characters. */
    private static final int LONGEST = 40;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private Times() {}

    public static Timestamp stamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /** RFC 3339 with any offset; empty when it is none, or one the contract cannot hold. */
    public static Optional<Instant> parse(String text) {
        if (text.length() < 20 || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            Instant instant = OffsetDateTime.parse(withColon(text)).toInstant();
            return instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST) ? Optional.empty() : Optional.of(instant);
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }

    /** zap and others write offsets as +0800. */
    private static String withColon(String text) {
        int sign = text.length() - 5;
        boolean bare = (text.charAt(sign) == '+' || text.charAt(sign) == '-') && text.indexOf('T') < sign;
        return bare ? text.substring(0, sign + 3) + ":" + text.substring(sign + 3) : text;
    }

    /** Microseconds since 1970, as the journal counts; empty when out of range. */
    public static Optional<Instant> ofMicros(long micros) {
        return micros < 0 || micros / 1_000_000 > LATEST.getEpochSecond()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000));
    }
}
