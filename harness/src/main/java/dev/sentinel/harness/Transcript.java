package dev.sentinel.harness;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** The latest lines that a process printed; older ones are forgotten. */
final class Transcript {
    static final int LIMIT = 20_000;
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final Deque<Line> lines = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private long forgotten;

    enum Source {
        OUT,
        ERR
    }

    private record Line(Source source, String text) {}

    void add(Source source, String text) {
        lock.lock();
        try {
            if (lines.size() == LIMIT) {
                lines.removeFirst();
                forgotten++;
            }
            lines.addLast(new Line(source, text));
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<String> lines(Predicate<Source> wanted) {
        lock.lock();
        try {
            return lines.stream()
                    .filter(line -> wanted.test(line.source()))
                    .map(Line::text)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** The first line that is wanted; empty at the deadline, or once no more lines are coming. */
    Optional<String> await(Predicate<String> wanted, Deadline deadline, BooleanSupplier moreComing) {
        lock.lock();
        try {
            long seen = 0;
            while (true) {
                // Asked before looking: lines that came in between are then still seen.
                boolean more = moreComing.getAsBoolean();
                Optional<String> found = lines.stream()
                        .skip(Math.max(0, seen - forgotten))
                        .map(Line::text)
                        .filter(wanted)
                        .findFirst();
                seen = forgotten + lines.size();
                if (found.isPresent() || !more || deadline.passed()) {
                    return found;
                }
                grown.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }
}
