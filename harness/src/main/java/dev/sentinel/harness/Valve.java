package dev.sentinel.harness;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Decides when what is on its way in one direction may go on. */
final class Valve {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean open = true;
    private long delayNanos;

    void open() {
        change(() -> open = true);
    }

    void shut() {
        change(() -> open = false);
    }

    void delay(Duration each) {
        change(() -> delayNanos = each.toNanos());
    }

    /** Waits until what came in just now may go on; false when its connection has ended meanwhile. */
    boolean pass(BooleanSupplier ended) throws InterruptedException {
        long arrived = System.nanoTime();
        lock.lock();
        try {
            while (true) {
                long left = arrived + delayNanos - System.nanoTime();
                if (ended.getAsBoolean() || (open && left <= 0)) {
                    return !ended.getAsBoolean();
                }
                changed.awaitNanos(open ? Math.min(left, LOOK_AGAIN_NANOS) : LOOK_AGAIN_NANOS);
            }
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
