package dev.sentinel.stories.badhouse.proto;

/** Breaks a rule: time that is not an input. */
record LooksAtStopwatch(long started) {
    long elapsedNanos() {
        return System.nanoTime() - started;
    }
}
