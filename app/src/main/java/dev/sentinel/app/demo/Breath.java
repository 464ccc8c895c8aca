package dev.sentinel.app.demo;

import java.time.Duration;

/**
 * Keeps a busy machine from spoiling a story: what takes a second longer here would be a minute later there. While time is to be
 * watched it passes no faster than the way of a fact allows, from a collector to the journal.
 */
final class Breath {
    /** So much of the story's time may a fact take on its way. */
    private static final Duration LATE = Duration.ofSeconds(10);
    /** Who wants more than this does not watch. */
    private static final double WATCHED = 60;

    private static final double SLOWEST_SHARE = 0.1;
    private static final double WEIGHT = 0.1;

    private double millis;

    /** A fact came so much later than it was observed, while time passed at that speed. */
    void heard(Duration late, double speed) {
        millis += WEIGHT * (Math.max(0, late.toMillis()) / speed - millis);
    }

    double allowed(double wanted) {
        if (wanted > WATCHED || millis <= 0) {
            return wanted;
        }
        return Math.clamp(LATE.toMillis() / millis, wanted * SLOWEST_SHARE, wanted);
    }
}
