package dev.sentinel.app.demo;

import java.time.Duration;

/**
 * Keeps a busy machine from spoiling a story: what takes a second longer here would be a minute later there, or silence. Time
 * passes no faster than the way of a fact allows, from a collector to the journal.
 */
final class Breath {
    /** So much of the story's time may a fact take on its way while somebody watches, and while it is quiet. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private static final Duration LATE_WHEN_QUIET = Duration.ofSeconds(60);
    /** Who wants more than this does not watch. */
    private static final double WATCHED = 60;
    /** Every collector beats this often, so nothing for longer is a fact that is late. */
    private static final Duration BEAT = Duration.ofSeconds(30);

    private static final double WEIGHT = 0.1;

    private double millis;

    /** A fact came so much later than it was observed, while time passed at that speed. */
    void heard(Duration late, double speed) {
        millis += WEIGHT * (onTheMachine(late, speed) - millis);
    }

    /** The newest fact there is was observed so long ago. */
    void silent(Duration since, double speed) {
        millis = Math.max(millis, onTheMachine(since.minus(BEAT), speed));
    }

    private static double onTheMachine(Duration late, double speed) {
        return Math.max(0, late.toMillis()) / speed;
    }

    double allowed(double wanted) {
        Duration late = wanted > WATCHED ? LATE_WHEN_QUIET : LATE;
        return millis <= 0 ? wanted : Math.clamp(late.toMillis() / millis, Math.min(1, wanted), wanted);
    }
}
