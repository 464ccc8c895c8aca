package dev.sentinel.lab.world;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** What happens next, in order of time and, at one time, in order of asking. */
final class Agenda {

    private static final int LIMIT = 100_000;

    private record Entry(Instant at, long turn, Runnable deed) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparingLong(Entry::turn));
    private long turns;

    void add(Instant at, Runnable deed) {
        if (entries.size() >= LIMIT) {
            throw new IllegalStateException(
                    "the world has %d things planned, which is its limit: something plans in a circle"
                            .formatted(LIMIT));
        }
        entries.add(new Entry(at, turns++, deed));
    }

    Optional<Instant> next() {
        return Optional.ofNullable(entries.peek()).map(Entry::at);
    }

    Runnable take() {
        return entries.remove().deed();
    }
}
