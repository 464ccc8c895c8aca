package dev.sentinel.correlator.engine;

import java.time.Duration;

/** What the core may keep of one cluster. */
public record Limits(int things, int edges, int instances, int evidencePerClause, int pending, Duration lateness) {
    public static final Limits DEFAULT = new Limits(1_000_000, 2_000_000, 200_000, 16, 20_000, Duration.ofMinutes(1));

    /** The same with another lateness. */
    public Limits lateUpTo(Duration other) {
        return new Limits(things, edges, instances, evidencePerClause, pending, other);
    }
}
