package dev.sentinel.responders.running;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The clock of a process that ends: asked once too often, it answers nobody any more. Every transaction asks it, and so do
 * the acts of the lab; so the end comes before, inside, between or after any of them.
 */
final class MortalClock extends Clock {

    private final Clock time;
    private int left;

    static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended() {
            super("the process ended");
        }
    }

    MortalClock(Clock time, int breaths) {
        this.time = time;
        this.left = breaths;
    }

    /** One more moment of the process's life. */
    synchronized void breathe() {
        if (left <= 0) {
            throw new Ended();
        }
        left--;
    }

    synchronized boolean ended() {
        return left <= 0;
    }

    @Override
    public Instant instant() {
        breathe();
        return time.instant();
    }

    @Override
    public ZoneId getZone() {
        return time.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Only UTC");
    }
}
