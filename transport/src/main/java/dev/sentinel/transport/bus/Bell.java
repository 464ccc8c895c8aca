package dev.sentinel.transport.bus;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one waiting thread; rung while nobody waits, it wakes the next one who does. */
public final class Bell {

    private final Semaphore rung = new Semaphore(0);

    public void ring() {
        if (rung.availablePermits() == 0) {
            rung.release();
        }
    }

    /** Returns after a ring or the time; an interrupt counts as a ring and stays set. */
    public void await(Duration most) {
        try {
            if (rung.tryAcquire(Math.max(1, most.toMillis()), TimeUnit.MILLISECONDS)) {
                rung.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
