package dev.sentinel.stories.badhouse.transport.spool;

import java.time.Instant;

/** Breaks a rule: reads the clock itself. */
record ReadsClock() {
    Instant time() {
        return Instant.now();
    }
}
