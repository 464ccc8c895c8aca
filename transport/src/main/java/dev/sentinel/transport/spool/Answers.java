package dev.sentinel.transport.spool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** The writes that a disk still owes an answer. */
final class Answers {
    private final Duration stall;
    // No more than the queue of the store has room for, and those who wait for room.
    private final Map<Long, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong tickets = new AtomicLong();
    private volatile long last = System.nanoTime();

    Answers(Duration stall) {
        this.stall = stall;
    }

    <T> CompletableFuture<T> await(CompletableFuture<T> write) {
        if (underWay.isEmpty()) {
            last = System.nanoTime();
        }
        long ticket = tickets.incrementAndGet();
        underWay.put(ticket, write);
        return write.whenComplete((value, failure) -> {
            last = System.nanoTime();
            underWay.remove(ticket);
        });
    }

    boolean isEmpty() {
        return underWay.isEmpty();
    }

    /** Slow is not stalled: only when nothing at all has come back for too long. */
    boolean areOverdue() {
        return !underWay.isEmpty() && System.nanoTime() - last > stall.toNanos();
    }

    void giveUp() {
        List<CompletableFuture<?>> waiting = List.copyOf(underWay.values());
        waiting.forEach(write -> write.completeExceptionally(new TimeoutException("The disk does not answer")));
    }
}
