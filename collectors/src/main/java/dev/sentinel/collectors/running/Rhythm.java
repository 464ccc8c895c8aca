package dev.sentinel.collectors.running;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often a source is looked at and how long one look may take.
 *
 * @param every from one beginning to the next; each wait is up to a tenth longer or shorter, so that many readers do not ask at
 *     the same moment
 * @param limit after this long a look is given up
 */
public record Rhythm(Duration every, Duration limit) {
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    public Rhythm {
        if (!every.isPositive() || !limit.isPositive()) {
            throw new IllegalArgumentException("every %s with a limit of %s".formatted(every, limit));
        }
    }

    Duration next(RandomGenerator dice) {
        return jittered(every, dice);
    }

    /** After failures: longer and longer, up to a minute or the usual time, whichever is longer. */
    Duration afterFailures(int failures, RandomGenerator dice) {
        Duration most = every.compareTo(LONGEST_REST) > 0 ? every : LONGEST_REST;
        Duration wait = every.multipliedBy(1L << Math.min(6, Math.max(0, failures - 2)));
        return jittered(wait.compareTo(most) > 0 ? most : wait, dice);
    }

    private static Duration jittered(Duration wait, RandomGenerator dice) {
        return Duration.ofNanos((long) (wait.toNanos() * dice.nextDouble(0.9, 1.1)));
    }
}
