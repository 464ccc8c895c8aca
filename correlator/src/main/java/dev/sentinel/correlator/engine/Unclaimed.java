package dev.sentinel.correlator.engine;

import dev.sentinel.v1.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Critical events of the last moments: should no incident have one of them by then, it becomes one of its own. */
final class Unclaimed {
    private static final int MOST = 1_024;

    private final ArrayDeque<Critical> waiting = new ArrayDeque<>();
    private final long patience;

    /** A critical event, and where it went. */
    record Critical(Event event, Fact fact, long acceptedAt, List<Instance> at) {
        Critical(Event event, Fact fact, long acceptedAt) {
            this(event, fact, acceptedAt, new ArrayList<>(2));
        }

        boolean isClaimed() {
            return at.stream().anyMatch(instance -> instance.course.hasBegun());
        }
    }

    Unclaimed(long patienceMillis) {
        patience = patienceMillis;
    }

    void add(Critical critical) {
        waiting.addLast(critical);
    }

    /** When the first must be taken: at once when there are too many, never when there is none. */
    long next() {
        if (waiting.size() > MOST) {
            return Long.MIN_VALUE;
        }
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.peekFirst().acceptedAt() + patience;
    }

    /** The first; only to be called when there is one. */
    Critical take() {
        return waiting.removeFirst();
    }
}
