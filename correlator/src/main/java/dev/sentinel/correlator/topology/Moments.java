package dev.sentinel.correlator.topology;

import com.google.protobuf.Timestamp;

/** Times as milliseconds since 1970; what lies outside of the years 1 to 9999 counts as their edge. */
final class Moments {

    /** After every time that can be said: an edge that has not ended. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long EARLIEST = -62_135_596_800_000L;
    private static final long LATEST = 253_402_300_799_999L;
    private static final long SECOND = 1000;

    private Moments() {}

    static long of(Timestamp time) {
        // clamped first: a hostile number of seconds must not wrap round
        long seconds = Math.clamp(time.getSeconds(), EARLIEST / SECOND, LATEST / SECOND);
        return Math.clamp(seconds * SECOND + time.getNanos() / 1_000_000, EARLIEST, LATEST);
    }

    static Timestamp timestamp(long millis) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(millis, SECOND))
                .setNanos((int) Math.floorMod(millis, SECOND) * 1_000_000)
                .build();
    }

    /** Rounded down, to fit beside much else. */
    static int seconds(long millis) {
        return Math.clamp(Math.floorDiv(millis, SECOND), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    static long fromSeconds(int seconds) {
        return seconds * SECOND;
    }
}
