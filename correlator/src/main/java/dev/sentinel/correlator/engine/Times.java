package dev.sentinel.correlator.engine;

import com.google.protobuf.Timestamp;

/** Milliseconds since 1970 here, timestamps in messages, words for people. */
final class Times {
    private Times() {}

    static long millis(Timestamp timestamp) {
        return timestamp.getSeconds() * 1_000 + timestamp.getNanos() / 1_000_000;
    }

    static Timestamp timestamp(long millis) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(millis, 1_000L))
                .setNanos((int) Math.floorMod(millis, 1_000L) * 1_000_000)
                .build();
    }

    /** "45 s", "12 min", "26 h", "4 d". */
    static String spoken(long millis) {
        var seconds = Math.max(0, millis / 1_000);
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7_200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }
}
