package dev.sentinel.transport.tempo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Time as a story needs it: quiet stretches in a moment, critical ones slowly enough to watch. Safe for all threads. */
public final class Played implements Tempo {
    // Whoever waits notices a change of speed this soon. It is also the shortest rest: rhythms that a high speed makes
    // a
    // millisecond long would keep the machine busy.
    private static final Duration STEP = Duration.ofMillis(10);

    private final Clock machine;
    private volatile Leg leg;

    Played(Clock machine, Instant begin, double speed) {
        this.machine = machine;
        this.leg = new Leg(machine.instant(), begin, speed, Leg.WITHOUT_END);
    }

    /** From now on it passes this many times as fast as the machine's. */
    public void speed(double speed) {
        speed(speed, Leg.WITHOUT_END);
    }

    /**
     * The same, but no farther than the leash, of its time, before whoever leads it says so again: when the machine stands
     * still, the story does.
     */
    public synchronized void speed(double speed, Duration leash) {
        leg = leg.then(machine.instant(), speed, leash);
    }

    public double speed() {
        return leg.speed();
    }

    @Override
    public Clock clock() {
        return new Showing(ZoneOffset.UTC);
    }

    @Override
    public Duration onThisMachine(Duration ofItsTime) {
        return leg.onTheMachine(ofItsTime);
    }

    @Override
    public Duration inItsTime(Duration onThisMachine) {
        return leg.times(onThisMachine);
    }

    @Override
    public boolean pause(Duration ofItsTime, CountDownLatch over) throws InterruptedException {
        Instant end = clock().instant().plus(ofItsTime);
        boolean ended = over.await(shorter(ofItsTime, STEP).toNanos(), TimeUnit.NANOSECONDS);
        Duration left = onThisMachine(Duration.between(clock().instant(), end));
        while (!ended && left.isPositive()) {
            ended = over.await(shorter(left, STEP).toNanos(), TimeUnit.NANOSECONDS);
            left = onThisMachine(Duration.between(clock().instant(), end));
        }
        return ended;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private final class Showing extends Clock {
        private final ZoneId zone;

        Showing(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new Showing(other);
        }

        @Override
        public Instant instant() {
            return leg.at(machine.instant());
        }
    }
}
