package dev.sentinel.correlator.engine;

import dev.sentinel.v1.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Critical events of the last moments: should no incident show one of them in time, it becomes one of its own. What counts
 * is what was so by its {@link Critical#until}, and it is asked when all of that has had its chance to arrive: then the
 * order of arrival makes no difference.
 */
final class Unclaimed {
    private static final int MOST = 1_024;
    private static final Comparator<Critical> DUE =
            Comparator.comparingLong(Critical::dueAt).thenComparing(critical -> critical.fact().id);

    private final PriorityQueue<Critical> waiting = new PriorityQueue<>(DUE);
    private final long slack;

    /** A critical event, by when it must be explained, when that is asked, and for which clauses it was put where. */
    record Critical(Event event, Fact fact, long until, long dueAt, List<Unsettled.Item> items) {}

    Unclaimed(long slackMillis) {
        slack = slackMillis;
    }

    Critical critical(Event event, Fact fact, long acceptedAt) {
        var patience = slack / 2;
        // Who tells of the future, or of what is long past, is asked by when that was heard.
        var complete = Math.clamp(fact.time + slack, acceptedAt, acceptedAt + slack);
        return new Critical(event, fact, fact.time + patience, complete + patience, new ArrayList<>(2));
    }

    void add(Critical critical) {
        waiting.add(critical);
    }

    /** When the first must be taken: at once when there are too many, never when there is none. */
    long next() {
        if (waiting.size() > MOST) {
            return Long.MIN_VALUE;
        }
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.element().dueAt();
    }

    /** The first; only to be called when there is one. */
    Critical take() {
        return waiting.remove();
    }

    /** Other rules run: what waits lies at the heirs of where it was put, as far as there are any. */
    void inherit(Map<Instance, Instance> heirs) {
        waiting.forEach(critical -> critical.items().forEach(item -> item.inherit(heirs)));
    }
}
