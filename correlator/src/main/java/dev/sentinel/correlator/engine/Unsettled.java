package dev.sentinel.correlator.engine;

import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Evidence whose place in the graph is not final: it led nowhere, because an edge is not known yet, or it is so young that
 * an edge which was there at its time may still be reported. Looked at again after the graph changed.
 */
final class Unsettled {

    /** One event for one clause, and where it has been put. */
    static final class Item {
        final Interest interest;
        final Event event;
        final Sources.@Nullable Witness witness;
        final long time;
        final long acceptedAt;
        final List<Placed> placed = new ArrayList<>(1);

        Item(Interest interest, Event event, Sources.@Nullable Witness witness, long time, long acceptedAt) {
            this.interest = interest;
            this.event = event;
            this.witness = witness;
            this.time = time;
            this.acceptedAt = acceptedAt;
        }

        boolean lost() {
            return placed.isEmpty();
        }
    }

    /** Where evidence was put. */
    record Placed(Instance instance, Entry entry) {}

    private final int most;
    private final long youngFor;
    private final long patience;
    private final ArrayDeque<Item> young = new ArrayDeque<>();
    private final ArrayDeque<Item> lost = new ArrayDeque<>();
    private long refused;

    Unsettled(int most, long youngMillis, long patienceMillis) {
        this.most = most;
        this.youngFor = youngMillis;
        this.patience = patienceMillis;
    }

    void add(Item item) {
        var queue = item.lost() ? lost : young;
        if (queue.size() == most) {
            queue.removeFirst();
            refused++;
        }
        queue.addLast(item);
    }

    /** Lets go of what is settled; returns the rules whose lost evidence is given up. */
    Set<Rule> expire(long now) {
        while (!young.isEmpty() && now - young.peekFirst().acceptedAt > youngFor) {
            young.removeFirst();
        }
        if (lost.isEmpty() || now - lost.peekFirst().acceptedAt <= patience) {
            return Set.of();
        }
        var rules = new LinkedHashSet<Rule>();
        while (!lost.isEmpty() && now - lost.peekFirst().acceptedAt > patience) {
            rules.add(lost.removeFirst().interest.rule());
        }
        return rules;
    }

    /** Everything there is, to be placed again and added again. */
    List<Item> takeAll() {
        var all = new ArrayList<Item>(young.size() + lost.size());
        all.addAll(lost);
        all.addAll(young);
        lost.clear();
        young.clear();
        return all;
    }

    /** Evidence for a rule that leads nowhere, oldest first, each subject once. */
    List<Item> lost(Rule rule, int atMost) {
        if (lost.isEmpty()) {
            return List.of();
        }
        var subjects = new HashSet<Ref>();
        return lost.stream()
                .filter(item -> item.interest.rule() == rule)
                .sorted(Comparator.<Item>comparingLong(item -> item.time).thenComparing(item -> item.event.getId()))
                .filter(item -> subjects.add(item.event.getSubject()))
                .limit(atMost)
                .toList();
    }

    int size() {
        return lost.size();
    }

    long refused() {
        return refused;
    }
}
