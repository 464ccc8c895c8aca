package dev.sentinel.transport.tempo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/**
 * How fast the time of a program passes. Rhythms, heartbeats and windows are lengths of its time and are waited for by
 * {@link #pause}; what guards the machine itself (request timeouts, confirms, reconnects, deadlines of closing) is not its
 * business and stays in the machine's time.
 */
public sealed interface Tempo permits Real, Played {

    /** The machine's own. */
    static Tempo real() {
        return new Real(Clock.systemUTC());
    }

    /** As real, by another clock. */
    static Tempo real(Clock clock) {
        return new Real(clock);
    }

    /** A time that is {@code begin} now and passes {@code speed} times as fast as the machine's, until that is changed. */
    static Played from(Instant begin, double speed) {
        return new Played(Clock.systemUTC(), begin, speed);
    }

    /** What time it is. */
    Clock clock();

    /** How long so much of its time lasts on this machine, at the present speed. */
    Duration onThisMachine(Duration ofItsTime);

    /** How much of its time passes while this passes on the machine, at the present speed. */
    Duration inItsTime(Duration onThisMachine);

    /** Waits for so much of its time, and ends early when it is over. True when it is. */
    boolean pause(Duration ofItsTime, CountDownLatch over) throws InterruptedException;
}
