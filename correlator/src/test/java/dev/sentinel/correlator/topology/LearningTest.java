package dev.sentinel.correlator.topology;

import static dev.sentinel.correlator.topology.Facts.at;
import static dev.sentinel.correlator.topology.Facts.disk;
import static dev.sentinel.correlator.topology.Facts.edge;
import static dev.sentinel.correlator.topology.Facts.heard;
import static dev.sentinel.correlator.topology.Facts.listed;
import static dev.sentinel.correlator.topology.Facts.minute;
import static dev.sentinel.correlator.topology.Facts.node;
import static dev.sentinel.correlator.topology.Facts.on;
import static dev.sentinel.correlator.topology.Facts.replica;
import static dev.sentinel.correlator.topology.Facts.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Heartbeat;
import dev.sentinel.v1.Ref;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LearningTest {

    private static final int ROUNDS = 400;

    private final Topology topology = new Topology(new Topology.Limits(1000, 1000));

    @Test
    void other_events_teach_nothing() {
        assertThat(topology.learn(Event.newBuilder()
                        .setHeartbeat(Heartbeat.getDefaultInstance())
                        .build()))
                .isFalse();
        assertThat(topology.changed()).isEmpty();
    }

    @Test
    void an_edge_holds_from_its_beginning_until_somebody_says_that_it_ended() {
        assertThat(topology.learn(told(on("r", "d", 10)))).isTrue();
        assertThat(held()).isEqualTo("10-");
        topology.learn(told(on("r", "d", 10, 50)));
        assertThat(held()).isEqualTo("10-50");
        topology.learn(told(on("r", "d", 70)));
        assertThat(held()).isEqualTo("10-50 70-");
    }

    @Test
    void an_end_with_another_beginning_ends_what_was_open_before_it_and_nothing_that_began_later() {
        learn(told(on("r", "d", 10)), told(on("r", "d", 12, 20)), told(on("r", "d", 30)), told(on("r", "d", 2, 5)));
        assertThat(held()).isEqualTo("2-5 10-20 30-");
    }

    @Test
    void overlapping_and_adjacent_times_become_one() {
        learn(
                told(on("r", "d", 10, 20)),
                told(on("r", "d", 20, 30)),
                told(on("r", "d", 25, 40)),
                told(on("r", "d", 40)));
        assertThat(held()).isEqualTo("10-");
        assertThat(topology.edges()).isEqualTo(1);
    }

    @Test
    void an_edge_that_ended_in_the_moment_it_began_has_ended() {
        learn(told(on("r", "d", 10, 10)), told(on("r", "d", 10)));
        assertThat(topology.intervals(EdgeKind.EDGE_KIND_ON, thing(replica("r")), thing(disk("d"))))
                .containsExactly(new Interval(minute(10), minute(10) + 1));
    }

    @Test
    void a_complete_listing_ends_what_it_does_not_contain() {
        learn(told(on("r", "d", 10)), told(on("q", "d", 10)), listed(60, on("q", "d", 10)));
        assertThat(held()).isEqualTo("10-60");
        assertThat(held("q", "d")).isEqualTo("10-");
    }

    @Test
    void a_listing_in_parts_ends_nothing_until_the_last_part_came_in_whatever_order() {
        learn(told(on("r", "d", 10)), told(on("q", "d", 10)));
        learn(listed("some", "l", 3, 3, 60), listed("some", "l", 1, 3, 60), listed("some", "l", 1, 3, 60));
        assertThat(held()).isEqualTo("10-");
        learn(listed("some", "l", 2, 3, 60, on("q", "d", 10)));
        assertThat(held()).isEqualTo("10-60");
        assertThat(held("q", "d")).isEqualTo("10-");
    }

    @Test
    void parts_of_listings_that_differ_do_not_complete_each_other() {
        learn(told(on("r", "d", 10)));
        learn(
                listed("some", "l", 1, 2, 60),
                listed("some", "m", 2, 2, 60),
                listed("some", "l", 2, 3, 60),
                listed("some", "l", 2, 2, 61),
                listed("other", "l", 2, 2, 60),
                listed("some", "l", 0, 2, 60),
                listed("some", "l", 7, 2, 60));
        assertThat(held()).isEqualTo("10-");
    }

    @Test
    void a_listing_ends_no_edge_of_another_scope_and_no_kind_it_does_not_cover() {
        learn(told("theirs", on("r", "d", 10)), listed(60));
        assertThat(held()).isEqualTo("10-");
        learn(told(edge(EdgeKind.EDGE_KIND_PART_OF, disk("d"), node("n"), 10)), listed(70));
        assertThat(topology.intervals(EdgeKind.EDGE_KIND_PART_OF, thing(disk("d")), thing(node("n"))))
                .containsExactly(new Interval(minute(10), Interval.NEVER));
    }

    @Test
    void an_edge_that_two_scopes_know_holds_while_one_of_them_says_so() {
        learn(told("theirs", on("r", "d", 10)), told(on("r", "d", 5)), listed(60));
        assertThat(held()).isEqualTo("5-");
        assertThat(topology.changed()).contains(thing(replica("r")));
        learn(told("third", on("r", "d", 5, 90)));
        assertThat(held()).isEqualTo("5-90");
    }

    @Test
    void an_older_listing_that_comes_later_neither_resurrects_nor_ends() {
        learn(listed(60, on("q", "d", 10)), listed(50, on("r", "d", 10)));
        assertThat(held()).isEqualTo("10-60");
        assertThat(held("q", "d")).isEqualTo("10-");
    }

    @Test
    void what_a_listing_contains_again_had_not_ended() {
        learn(told(on("r", "d", 10)), listed(60), listed(70, on("r", "d", 10)));
        assertThat(held()).isEqualTo("10-");
    }

    @Test
    void an_edge_told_after_a_listing_is_not_ended_by_it_though_it_began_before() {
        learn(listed(60), heard("some", at(80), List.of(on("r", "d", 10))));
        assertThat(held()).isEqualTo("10-");
        learn(listed(90));
        assertThat(held()).isEqualTo("10-90");
    }

    @Test
    void changed_names_both_ends_once_and_only_of_edges_that_changed() {
        learn(told(on("r", "d", 10), on("q", "d", 10)));
        assertThat(topology.changed()).containsExactly(0, 1, 2);
        learn(told(on("r", "d", 10), on("q", "d", 10)));
        assertThat(topology.changed()).isEmpty();
        learn(told(on("r", "d", 10), on("q", "d", 10, 30)));
        assertThat(topology.changed()).containsExactly(1, 2);
        learn(listed(60));
        assertThat(topology.changed()).containsExactly(0, 1);
        learn(listed(60));
        assertThat(topology.changed()).isEmpty();
    }

    @Test
    void hostile_edges_are_refused_and_counted() {
        var fine = on("r", "d", 10);
        var hostile = List.of(
                on("r", "d", 10, 9),
                fine.toBuilder().clearValidFrom().build(),
                fine.toBuilder().clearKind().build(),
                fine.toBuilder().setKindValue(99).build(),
                fine.toBuilder().clearFrom().build(),
                fine.toBuilder().setTo(disk("").toBuilder()).build(),
                fine.toBuilder().setTo(Facts.ref("", "d")).build(),
                fine.toBuilder().setTo(disk("d".repeat(254))).build(),
                fine.toBuilder().setTo(Facts.ref("k".repeat(129), "d")).build(),
                fine.toBuilder().setTo(replica("r")).build());
        learn(heard("some", at(10), hostile));
        assertThat(topology.edges()).isZero();
        assertThat(topology.edgesRefused()).isEqualTo(hostile.size());
        assertThat(topology.changed()).isEmpty();
    }

    @Test
    void hostile_times_are_taken_as_the_edge_of_time() {
        var edge = on("r", "d", 10).toBuilder();
        edge.getValidFromBuilder().setSeconds(Long.MIN_VALUE);
        edge.getValidUntilBuilder().setSeconds(Long.MAX_VALUE);
        learn(told(edge.build()));
        assertThat(topology.intervals(EdgeKind.EDGE_KIND_ON, thing(replica("r")), thing(disk("d"))))
                .containsExactly(new Interval(-62_135_596_800_000L, 253_402_300_799_000L));
    }

    @Test
    void hostile_listings_end_nothing() {
        learn(told(on("r", "d", 10)), told("", on("q", "d", 10)));
        learn(
                listed("some", "l", 1, 0, 60),
                listed("some", "l", -1, -1, 60),
                listed("some", "l", 1, Listings.MOST_PARTS + 1, 60),
                listed("", "l", 1, 1, 60),
                listed("s".repeat(300), "l", 1, 1, 60));
        assertThat(held()).isEqualTo("10-");
        assertThat(held("q", "d")).isEqualTo("10-");
        assertThat(topology.listingsDropped()).isEqualTo(5);
    }

    @Test
    void the_oldest_of_too_many_unfinished_listings_is_given_up() {
        learn(told(on("r", "d", 10)));
        for (int i = 0; i <= Listings.MOST_UNFINISHED; i++) {
            learn(listed("some", "l" + i, 1, 2, 60 + i));
        }
        assertThat(topology.listingsDropped()).isEqualTo(1);
        learn(listed("some", "l0", 2, 2, 60));
        assertThat(held()).isEqualTo("10-");
        learn(listed("some", "l2", 2, 2, 62));
        assertThat(held()).isEqualTo("10-62");
    }

    @Test
    void ends_stay_when_the_listing_that_gave_them_is_forgotten() {
        learn(told(on("r", "d", 1)), listed(10));
        for (int i = 0; i < Listings.MOST_TIMES + 5; i++) {
            learn(listed(20 + i));
        }
        learn(told(on("r", "d", 500)), told("theirs", on("r", "d", 2)));
        assertThat(held()).isEqualTo("1-");
        learn(told("theirs", on("r", "d", 2, 3)));
        assertThat(held()).isEqualTo("1-10 500-");
    }

    @Test
    void a_listing_older_than_all_that_are_remembered_ends_nothing() {
        for (int i = 0; i < Listings.MOST_TIMES; i++) {
            learn(listed(100 + i));
        }
        learn(told(on("r", "d", 1)), listed(50));
        assertThat(held()).isEqualTo("1-100");
    }

    @Test
    void many_beginnings_without_an_end_are_joined() {
        for (int i = 0; i < 50; i++) {
            learn(listed(10 + i, on("r", "d", 10 + i)));
        }
        assertThat(held()).isEqualTo("10-");
        assertThat(topology.edges()).isEqualTo(Learning.MOST_BEGINNINGS);
        learn(listed(70));
        assertThat(held()).isEqualTo("10-70");
    }

    @Test
    void an_edge_that_flaps_keeps_its_newest_times() {
        for (int i = 0; i < Learning.MOST_SPANS_OF_AN_EDGE + 3; i++) {
            learn(told(on("r", "d", 10 * i, 10 * i + 5)));
        }
        assertThat(held()).startsWith("30-35 40-45").endsWith("660-665");
        assertThat(topology.edgesRefused()).isEqualTo(3);
    }

    @Test
    void what_is_known_does_not_depend_on_the_order_of_events() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new Random(seed);
            var events = events(random);
            var known = known(events);
            var again = new ArrayList<>(events);
            again.addAll(events.subList(0, events.size() / 2));
            Collections.shuffle(again, random);
            assertThat(known(again)).as("seed %s", seed).isEqualTo(known);
        }
    }

    /** Few things, few minutes: so that statements meet. */
    private static List<Event> events(Random random) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < 14; i++) {
            var scope = random.nextBoolean() ? "one" : "two";
            int minute = random.nextInt(12);
            switch (random.nextInt(4)) {
                case 0 -> events.add(heard(scope, at(minute + random.nextInt(3)), List.of(open(random, minute))));
                case 1 -> events.add(told(scope, ended(random, minute)));
                case 2 -> events.add(listed(scope, "l" + i, 1, 1, minute, open(random, minute - 2)));
                default -> {
                    events.add(listed(scope, "l" + i, 1, 2, minute, open(random, minute - 1)));
                    events.add(listed(scope, "l" + i, 2, 2, minute, open(random, minute), ended(random, minute - 3)));
                }
            }
        }
        return events;
    }

    private static Edge open(Random random, int minute) {
        // few beginnings of one edge: joining many of them is the exception to the rule
        return on("r" + random.nextInt(2), "d" + random.nextInt(3), minute / 6 * 6);
    }

    private static Edge ended(Random random, int minute) {
        return on("r" + random.nextInt(2), "d" + random.nextInt(3), minute, minute + random.nextInt(4));
    }

    private static List<String> known(List<Event> events) {
        var topology = new Topology(new Topology.Limits(100, 1000));
        events.forEach(topology::learn);
        assertThat(topology.edgesRefused()).isZero();
        var known = new ArrayList<String>();
        for (int r = 0; r < 2; r++) {
            for (int d = 0; d < 3; d++) {
                int from = topology.thing(replica("r" + r));
                int to = topology.thing(disk("d" + d));
                known.add(r + " on " + d + ": " + topology.intervals(EdgeKind.EDGE_KIND_ON, from, to));
            }
        }
        return known;
    }

    private void learn(Event... events) {
        Arrays.stream(events).forEach(topology::learn);
    }

    private int thing(Ref ref) {
        return topology.thing(ref);
    }

    private String held() {
        return held("r", "d");
    }

    /** "10-50 70-": minutes, as the tests above say them. */
    private String held(String replica, String disk) {
        var text = new StringBuilder();
        for (var interval : topology.intervals(EdgeKind.EDGE_KIND_ON, thing(replica(replica)), thing(disk(disk)))) {
            text.append((interval.from() - minute(0)) / 60_000).append('-');
            text.append(interval.until() == Interval.NEVER ? "" : (interval.until() - minute(0)) / 60_000);
            text.append(' ');
        }
        return text.toString().trim();
    }
}
