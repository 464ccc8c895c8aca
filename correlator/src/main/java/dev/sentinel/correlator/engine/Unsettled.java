package dev.sentinel.correlator.engine;

import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Evidence whose place in the graph is not final: it led nowhere, because an edge is not known yet, or it is so young that
 * an edge which was there at its time may still be reported. Looked at again after the graph changed.
 */
final class Unsettled {

    /** One event for one clause, and where it has been put. */
    static final class Item {
        final Interest interest;
        final Event event;
        final Fact fact;
        final long acceptedAt;
        final List<Placed> placed = new ArrayList<>(1);

        Item(Interest interest, Event event, Fact fact, long acceptedAt) {
            this.interest = interest;
            this.event = event;
            this.fact = fact;
            this.acceptedAt = acceptedAt;
        }

        boolean lost() {
            return placed.isEmpty();
        }

        /** The clause it is for, in a rule that may be a later version of its own; or -1. */
        int clauseIn(Rule rule) {
            var clause = interest.clause();
            return rule == interest.rule()
                    ? clause
                    : Succession.indexOf(
                            rule, interest.rule().pattern.clauses().get(clause).name());
        }

        /** It lies at the heirs of where it was put. */
        void inherit(Map<Instance, Instance> heirs) {
            placed.removeIf(each -> !heirs.containsKey(each.instance()));
            placed.replaceAll(each -> new Placed(heirs.getOrDefault(each.instance(), each.instance()), each.entry()));
        }

        /** Whether it leads to the same instances, over the same links. */
        boolean isPlacedLike(List<Placed> before) {
            var same = before.size() == placed.size();
            for (var i = 0; i < before.size() && same; i++) {
                same = before.get(i).instance() == placed.get(i).instance()
                        && before.get(i).entry().link == placed.get(i).entry().link;
            }
            return same;
        }
    }

    /** Where evidence was put: what is there about the subject and the link may have come to be more than that. */
    record Placed(Instance instance, Entry entry) {}

    /** The lost evidence of one rule, the earliest first; what was asked for last is kept until it changes. */
    private static final class OfRule {
        private static final Comparator<Item> EARLIEST = Comparator.<Item>comparingLong(item -> item.fact.time)
                .thenComparing(item -> item.fact.id)
                .thenComparingInt(item -> item.interest.clause());

        private final TreeSet<Item> items = new TreeSet<>(EARLIEST);
        private List<Item> first = List.of();
        private boolean known;

        void add(Item item) {
            items.add(item);
            known &= first.size() == MOST_SHOWN && EARLIEST.compare(first.getLast(), item) < 0;
        }

        void remove(Item item) {
            items.remove(item);
            known &= first.isEmpty() || EARLIEST.compare(first.getLast(), item) < 0;
        }

        List<Item> first() {
            if (!known) {
                var subjects = new HashSet<Ref>();
                first = items.stream()
                        .filter(item -> subjects.add(item.event.getSubject()))
                        .limit(MOST_SHOWN)
                        .toList();
                known = true;
            }
            return first;
        }
    }

    static final int MOST_SHOWN = 4;

    private final int most;
    private final long youngFor;
    private final long patience;
    private final ArrayDeque<Item> young = new ArrayDeque<>();
    private final ArrayDeque<Item> lost = new ArrayDeque<>();
    private final Map<Rule, OfRule> lostOf = new HashMap<>();
    private long refused;

    Unsettled(int most, long youngMillis, long patienceMillis) {
        this.most = most;
        this.youngFor = youngMillis;
        this.patience = patienceMillis;
    }

    void add(Item item) {
        if (item.lost()) {
            if (lost.size() == most) {
                forget(lost.removeFirst());
                refused++;
            }
            lost.addLast(item);
            lostOf.computeIfAbsent(item.interest.rule(), rule -> new OfRule()).add(item);
        } else {
            if (young.size() == most) {
                young.removeFirst();
                refused++;
            }
            young.addLast(item);
        }
    }

    private void forget(Item item) {
        var of = lostOf.get(item.interest.rule());
        if (of != null) {
            of.remove(item);
        }
    }

    /** Lets go of what is settled, and of what is given up. */
    void expire(long now) {
        while (!young.isEmpty() && now - young.peekFirst().acceptedAt > youngFor) {
            young.removeFirst();
        }
        while (!lost.isEmpty() && now - lost.peekFirst().acceptedAt > patience) {
            forget(lost.removeFirst());
        }
    }

    /** Has each looked at again; what then belongs to the other sort goes there. */
    void again(Predicate<Item> isLostNow) {
        var moved = new ArrayList<Item>();
        for (var item : List.copyOf(lost)) {
            if (!isLostNow.test(item)) {
                forget(item);
                moved.add(item);
            }
        }
        var gone = new HashSet<Item>();
        for (var item : List.copyOf(young)) {
            if (isLostNow.test(item)) {
                gone.add(item);
                moved.add(item);
            }
        }
        young.removeIf(gone::contains);
        lost.removeIf(item -> !item.lost());
        moved.forEach(this::add);
    }

    /** Recalls everything young where it lies. */
    void recall() {
        for (var item : young) {
            for (var placed : item.placed) {
                placed.instance().evidence.recall(item.interest.clause(), placed.entry(), item.fact);
            }
        }
    }

    /** Nothing of it is looked at again. */
    void clear() {
        young.clear();
        lost.clear();
        lostOf.clear();
    }

    /** Evidence for a rule that leads nowhere, oldest first, each subject once. */
    List<Item> lost(Rule rule) {
        var of = lostOf.get(rule);
        return of == null ? List.of() : of.first();
    }

    int size() {
        return lost.size();
    }

    long refused() {
        return refused;
    }
}
