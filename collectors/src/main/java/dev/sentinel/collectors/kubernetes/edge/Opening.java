package dev.sentinel.collectors.kubernetes.edge;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Waits until every kind was listed once or cannot be, so that the first objects are read with their neighbours known. */
final class Opening {
    private final Set<String> awaited;

    Opening(Set<String> kinds) {
        this.awaited = new HashSet<>(kinds);
    }

    synchronized void heard(String kind) {
        if (awaited.remove(kind)) {
            notifyAll();
        }
    }

    /** Returns as well when one of them keeps the others waiting for so long. */
    synchronized void await(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long left = patience.toNanos();
        while (!awaited.isEmpty() && left > 0) {
            wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            left = deadline - System.nanoTime();
        }
    }
}
