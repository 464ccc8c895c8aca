package dev.sentinel.transport.tempo;

import java.time.Duration;
import java.time.Instant;

/** A stretch of time at one speed: it began at {@code begin}, when the machine's clock showed {@code machine}. */
record Leg(Instant machine, Instant begin, double speed) {

    static final double SLOWEST = 0.01;
    static final double FASTEST = 100_000;

    Leg {
        if (!(speed >= SLOWEST && speed <= FASTEST)) {
            throw new IllegalArgumentException(
                    "a speed is at least %s and at most %.0f, not %s".formatted(SLOWEST, FASTEST, speed));
        }
    }

    /** A machine whose clock is set back does not take time back with it. */
    Instant at(Instant machineNow) {
        return machineNow.isBefore(machine) ? begin : begin.plus(times(Duration.between(machine, machineNow)));
    }

    /** The next stretch, which goes on where this one is. */
    Leg then(Instant machineNow, double newSpeed) {
        return new Leg(machineNow, at(machineNow), newSpeed);
    }

    Duration onTheMachine(Duration ofItsTime) {
        return Duration.ofNanos(Math.round(ofItsTime.toNanos() / speed));
    }

    Duration times(Duration onTheMachine) {
        return Duration.ofNanos(Math.round(onTheMachine.toNanos() * speed));
    }
}
