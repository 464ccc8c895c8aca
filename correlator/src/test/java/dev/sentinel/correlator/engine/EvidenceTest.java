package dev.sentinel.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.correlator.topology.Path;
import dev.sentinel.correlator.topology.Topology;
import dev.sentinel.v1.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One table for all clauses says what a list for each clause would. */
final class EvidenceTest {
    private static final int CLAUSES = 4;
    private static final int MOST = 6;

    private final Topology topology = new Topology(new Topology.Limits(1_000, 1_000));
    private final Way way = new Way(new Path("longhorn.replica", List.of()), topology);
    private final Evidence evidence = new Evidence(CLAUSES);
    private final List<List<Entry>> expected = new ArrayList<>();

    @Test
    void holds_what_was_added_for_each_clause_whatever_comes_and_goes_for_others() {
        var random = new Random(1);
        IntStream.range(0, CLAUSES).forEach(unused -> expected.add(new ArrayList<>()));
        for (var i = 0; i < 5_000; i++) {
            var clause = random.nextInt(CLAUSES);
            switch (random.nextInt(8)) {
                case 0 -> forget(clause, random.nextInt(40));
                case 1 -> take(clause, random);
                default -> add(clause, entry(random.nextInt(12), random.nextInt(3) - 1, random.nextInt(100), i));
            }
            check(random);
        }
        assertThat(evidence.omitted()).as("there was too much now and then").isPositive();
    }

    @Test
    void another_takes_it_over_under_other_numbers() {
        for (var i = 0; i < 3; i++) {
            evidence.add(0, entry(i, -1, i, i), MOST);
            evidence.add(2, entry(i, -1, i, i), MOST);
        }
        var heir = new Evidence(2);
        heir.inherit(1, evidence, 2);
        heir.inherit(0, evidence, 0);

        assertThat(heir.size()).isEqualTo(6);
        for (var i = 0; i < 3; i++) {
            assertThat(heir.get(heir.begin(0) + i)).isSameAs(evidence.get(evidence.begin(0) + i));
            assertThat(heir.get(heir.begin(1) + i)).isSameAs(evidence.get(evidence.begin(2) + i));
        }
    }

    private void add(int clause, Entry seen) {
        if (evidence.find(clause, seen.subject, seen.link) >= 0) {
            return;
        }
        var of = expected.get(clause);
        of.add(seen);
        var isTooMuch = of.size() > MOST;
        if (isTooMuch) {
            of.sort(Comparator.comparingLong(Entry::first).thenComparing(entry -> entry.fact().id));
            of.remove(MOST / 2);
        }
        var before = evidence.omitted();
        assertThat(evidence.add(clause, seen, MOST)).isEqualTo(isTooMuch);
        assertThat(evidence.omitted()).isEqualTo(isTooMuch ? before + 1 : before);
    }

    private void take(int clause, Random random) {
        var of = expected.get(clause);
        if (!of.isEmpty()) {
            var taken = of.remove(random.nextInt(of.size()));
            evidence.remove(clause, taken, taken.fact());
        }
    }

    private void forget(int clause, long time) {
        evidence.forgetBefore(clause, time);
        expected.get(clause).removeIf(entry -> entry.first() < time);
    }

    private void check(Random random) {
        for (var clause = 0; clause < CLAUSES; clause++) {
            var of = expected.get(clause);
            var found = IntStream.range(evidence.begin(clause), evidence.end(clause))
                    .mapToObj(evidence::get)
                    .toList();
            assertThat(found).isEqualTo(of);
            assertThat(evidence.has(clause)).isEqualTo(!of.isEmpty());
            for (var entry : of) {
                assertThat(evidence.get(evidence.find(clause, entry.subject, entry.link)))
                        .isSameAs(entry);
            }
            var link = random.nextInt(3) - 1;
            var from = random.nextInt(100);
            assertThat(evidence.any(clause, link, from, from + 10L))
                    .isEqualTo(of.stream()
                            .filter(entry -> link < 0 || entry.link == link)
                            .anyMatch(entry -> entry.first() >= from && entry.first() <= from + 10));
        }
        var all = expected.stream().flatMap(List::stream).toList();
        assertThat(evidence.size()).isEqualTo(all.size());
        assertThat(evidence.newest())
                .isEqualTo(all.stream().mapToLong(Entry::last).max().orElse(Long.MIN_VALUE));
    }

    private Entry entry(int replica, int link, long time, int number) {
        var event = Event.newBuilder()
                .setId("event-" + number)
                .setSubject(World.ref("longhorn.replica/r" + replica))
                .build();
        var fact = new Fact(event, FactKind.UNKNOWN, time);
        fact.subject(event, topology);
        return new Entry(fact, link, way, fact.subject(), false);
    }
}
