package dev.sentinel.correlator.trial;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Times of the tests as messages carry them, and back. */
final class Moments {
    private Moments() {}

    static Timestamp of(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    static Instant of(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
