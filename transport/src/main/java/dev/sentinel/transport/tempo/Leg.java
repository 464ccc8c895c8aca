package dev.sentinel.transport.tempo;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time at one speed: it began at {@code begin}, when the machine's clock showed {@code machine}.
 *
 * @param leash how far it goes at this speed; beyond it time passes no faster than the machine's
 */
record Leg(Instant machine, Instant begin, double speed, Duration leash) {

    static final double SLOWEST = 0.01;
    static final double FASTEST = 100_000;
    static final Duration WITHOUT_END = Duration.ofDays(36_500);

    Leg {
        if (!(speed >= SLOWEST && speed <= FASTEST)) {
            throw new IllegalArgumentException(
                    "a speed is at least %s and at most %.0f, not %s".formatted(SLOWEST, FASTEST, speed));
        }
    }

    /** A machine whose clock is set back does not take time back with it. */
    Instant at(Instant machineNow) {
        return machineNow.isBefore(machine) ? begin : begin.plus(passed(Duration.between(machine, machineNow)));
    }

    private Duration passed(Duration onTheMachine) {
        Duration passed = times(onTheMachine);
        if (speed <= 1 || passed.compareTo(leash) <= 0) {
            return passed;
        }
        return leash.plus(onTheMachine.minus(onTheMachine(leash)));
    }

    /** The next stretch, which goes on where this one is. */
    Leg then(Instant machineNow, double newSpeed, Duration newLeash) {
        return new Leg(machineNow, at(machineNow), newSpeed, newLeash);
    }

    Duration onTheMachine(Duration ofItsTime) {
        return Duration.ofNanos(Math.round(ofItsTime.toNanos() / speed));
    }

    Duration times(Duration onTheMachine) {
        return Duration.ofNanos(Math.round(onTheMachine.toNanos() * speed));
    }
}
