package dev.sentinel.harness;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A moment after which waiting is given up. */
record Deadline(long nanoTime) {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    boolean passed() {
        return System.nanoTime() - nanoTime >= 0;
    }

    /** Waits for a condition that nobody announces; false when it did not come true in time. */
    boolean await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (passed() || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }
}
