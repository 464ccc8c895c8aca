package dev.sentinel.collectors.reading;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a fact happened by its source's word, and when it was read. */
public record Seen(Instant occurredAt, Instant observedAt) {
    /** Clocks differ by this much without being wrong; a source further ahead is not believed. */
    private static final Duration AHEAD = Duration.ofHours(24);

    public Seen {
        // Before 1970 no id can be made; a node without a battery says 1970-01-01 until it has asked for the time.
        if (occurredAt.isBefore(Instant.EPOCH) || occurredAt.isAfter(observedAt.plus(AHEAD))) {
            occurredAt = observedAt;
        }
    }

    /** By the source's time, where it has one. */
    public static Seen at(Optional<Instant> occurredAt, Instant observedAt) {
        return new Seen(occurredAt.orElse(observedAt), observedAt);
    }

    /** A source that does not say when. */
    public static Seen now(Instant observedAt) {
        return new Seen(observedAt, observedAt);
    }
}
