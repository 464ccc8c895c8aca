package dev.sentinel.correlator.engine;

import dev.sentinel.v1.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Critical events of the last moments: should no incident show one of them by then, it becomes one of its own. */
final class Unclaimed {
    private static final int MOST = 1_024;

    private final ArrayDeque<Critical> waiting = new ArrayDeque<>();
    private final long patience;

    /** A critical event, and for which clauses it was put where. */
    record Critical(Event event, Fact fact, long acceptedAt, List<Unsettled.Item> items) {
        Critical(Event event, Fact fact, long acceptedAt) {
            this(event, fact, acceptedAt, new ArrayList<>(2));
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

    /** Other rules run: what waits lies at the heirs of where it was put, as far as there are any. */
    void inherit(Map<Instance, Instance> heirs) {
        waiting.forEach(critical -> critical.items().forEach(item -> item.inherit(heirs)));
    }
}
