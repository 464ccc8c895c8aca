package dev.sentinel.app.demo;

import java.time.Duration;

/**
 * Keeps a busy machine from spoiling a story: what takes a second longer here would be a minute later there, or silence. Time
 * passes no faster than the way of a fact allows, from a collector to the journal.
 */
final class Breath {
    /** So much of the story's time may a fact take on its way while somebody watches; in quiet, a beat and a half. */
    private static final Duration LATE = Duration.ofSeconds(10);

    /** Who wants so much does not watch. */
    private static final double UNWATCHED = 60;
    /** Who beats more seldom is not missed by anybody. */
    private static final Duration MISSED = Duration.ofMinutes(1);

    private static final double WEIGHT = 0.1;
    /** What a look without news leaves of what was learned from a rush: half of it after a fifth of a second. */
    private static final double QUIET = 0.93;

    /** So long the machine may stand still in quiet without anybody's silence being noticed in the story. */
    private static final double PATIENCE_SECONDS = 0.25;

    private final Duration beat;
    private double millis;
    private double overdue;

    /** Every collector beats this often, so nothing for longer is a fact that is late. */
    Breath(Duration beat) {
        this.beat = beat;
    }

    /** A fact came so much later than it was observed, while time passed at that speed. */
    void heard(Duration late, double speed) {
        millis += WEIGHT * (onTheMachine(late, speed) - millis);
    }

    /** The world is so much behind; that it keeps up says nothing of facts. */
    void lags(Duration late, double speed) {
        if (onTheMachine(late, speed) > millis) {
            heard(late, speed);
        }
    }

    /** Nothing came, so nothing keeps the next fact waiting. */
    void calm() {
        millis *= QUIET;
    }

    /** The newest fact of whoever is silent for longest was observed so long ago. */
    void silent(Duration since) {
        overdue = Math.max(0, since.minus(beat).toMillis() / 1000.0);
    }

    private static double onTheMachine(Duration late, double speed) {
        return Math.max(0, late.toMillis()) / speed;
    }

    /** How far time may go before somebody looks again. */
    Duration leash(double wanted) {
        Duration late = bearable(wanted);
        return nobodyIsMissed()
                ? late
                : Duration.ofMillis(Math.max(1_000, late.toMillis() - Math.round(overdue * 1_000)));
    }

    private Duration bearable(double wanted) {
        return wanted >= UNWATCHED ? beat.multipliedBy(3).dividedBy(2) : LATE;
    }

    private boolean nobodyIsMissed() {
        return beat.compareTo(MISSED) > 0;
    }

    double allowed(double wanted) {
        Duration late = bearable(wanted);
        double slowest = Math.min(1, wanted);
        double byFacts = millis < 1 ? wanted : late.toMillis() / millis;
        // The nearer the end of what is bearable, the slower: so it is never reached, however long the machine stands
        // still.
        double bySilence = nobodyIsMissed() ? wanted : (late.toSeconds() - overdue) / PATIENCE_SECONDS;
        return Math.clamp(Math.min(byFacts, bySilence), slowest, wanted);
    }
}
