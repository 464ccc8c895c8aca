package dev.sentinel.transport.bus;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waiting times that double up to a limit, jittered so that many clients do not come back in step. */
public record Backoff(Duration first, Duration limit) {

    public Backoff {
        if (first.isNegative() || first.isZero() || limit.compareTo(first) < 0) {
            throw new IllegalArgumentException("backoff needs 0 < first <= limit, not " + first + " and " + limit);
        }
    }

    /** The wait before attempt {@code attempt} (1 is the first retry): between half of the step and the step. */
    public Duration before(int attempt) {
        long step = first.toMillis() << Math.min(Math.max(attempt - 1, 0), 20);
        long capped = Math.max(2, Math.min(step, limit.toMillis()));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(capped / 2, capped + 1));
    }
}
