package dev.sentinel.correlator.trial;

import dev.sentinel.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** One test: what is known, what happens, and what has to come of it. */
public record PatternTest(String name, int line, String cluster, List<Given> given, Duration until, Wanted wanted) {

    /** All tests begin here, so that a test says how long after, and the same test always has the same ids. */
    public static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    public PatternTest {
        given = List.copyOf(given);
    }

    /** An event and how long after it happened it arrives. */
    public record Given(Event event, Instant occurredAt, Duration acceptedAfter) {
        Instant acceptedAt() {
            return occurredAt.plus(acceptedAfter);
        }
    }

    /**
     * What has to come of it. Nothing else may open unless {@code only} is false; what an expected incident explains is
     * part of it.
     */
    public record Wanted(List<Expectation> incidents, Set<String> noneOf, boolean nothing, boolean only) {
        public Wanted {
            incidents = List.copyOf(incidents);
            noneOf = Set.copyOf(noneOf);
        }
    }
}
