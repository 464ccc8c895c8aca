package dev.sentinel.correlator.topology;

import static dev.sentinel.correlator.topology.Facts.at;
import static dev.sentinel.correlator.topology.Facts.disk;
import static dev.sentinel.correlator.topology.Facts.heard;
import static dev.sentinel.correlator.topology.Facts.listed;
import static dev.sentinel.correlator.topology.Facts.minute;
import static dev.sentinel.correlator.topology.Facts.on;
import static dev.sentinel.correlator.topology.Facts.replica;
import static dev.sentinel.correlator.topology.Facts.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.correlator.topology.Path.Hop;
import dev.sentinel.v1.EdgeKind;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ForgettingTest {

    private static final double WEEK = 7 * 24 * 60;

    @Test
    void one_edge_too_many_is_refused_and_counted_and_the_others_are_still_learned() {
        var topology = new Topology(new Topology.Limits(100, 2));
        topology.learn(told(on("a", "d", 10), on("b", "d", 10), on("c", "d", 10)));
        assertThat(topology.edges()).isEqualTo(2);
        assertThat(topology.edgesRefused()).isEqualTo(1);
        topology.learn(told(on("b", "d", 10, 20)));
        assertThat(held(topology, "b")).containsExactly(new Interval(minute(10), minute(20)));
    }

    @Test
    void what_ended_longer_ago_than_the_retention_makes_room_and_nothing_else_does() {
        var topology = new Topology(new Topology.Limits(100, 3));
        topology.learn(told(on("long ago", "d", 10, 20), on("lately", "d", 10, 40), on("holds", "d", 10)));
        topology.learn(heard("some", at(20 + WEEK), List.of(on("new", "d", 20 + WEEK))));
        assertThat(held(topology, "new")).isEmpty();
        assertThat(topology.edgesRefused()).isEqualTo(1);
        topology.learn(heard("some", at(35 + WEEK), List.of(on("new", "d", 35 + WEEK))));
        assertThat(held(topology, "long ago")).isEmpty();
        assertThat(held(topology, "lately")).isNotEmpty();
        assertThat(held(topology, "holds")).isNotEmpty();
        assertThat(held(topology, "new")).isNotEmpty();
        assertThat(topology.edgesRefused()).isEqualTo(1);
        topology.learn(listed(40 + WEEK, on("holds", "d", 10)));
        assertThat(held(topology, "new")).hasSize(1).allMatch(interval -> interval.until() == minute(40 + WEEK));
        assertThat(held(topology, "holds")).allMatch(interval -> interval.until() == Interval.NEVER);
    }

    @Test
    void without_need_nothing_is_forgotten() {
        var topology = new Topology(new Topology.Limits(100, 3));
        topology.learn(told(on("long ago", "d", 10, 20)));
        topology.learn(told(on("new", "d", 100 * WEEK)));
        assertThat(held(topology, "long ago")).isNotEmpty();
    }

    @Test
    void the_graph_is_the_same_as_a_simple_one_after_years_of_coming_and_going() {
        var topology = new Topology(
                new Topology.Limits(1000, 400, Duration.ofMinutes(50), Duration.ZERO, Duration.ZERO, 1000));
        var simple = new TreeMap<String, TreeSet<String>>();
        var random = new Random(7);
        for (int minute = 0; minute < 20_000; minute++) {
            var replica = "r" + random.nextInt(60);
            var disk = "d" + random.nextInt(5);
            var there = simple.computeIfAbsent(disk, name -> new TreeSet<>());
            if (there.remove(replica)) {
                topology.learn(heard("s", at(minute), List.of(on(replica, disk, minute - 0.5, minute))));
            } else {
                there.add(replica);
                topology.learn(told("s", on(replica, disk, minute)));
            }
        }
        assertThat(topology.edgesRefused()).isZero();
        var back = topology.walker(
                new Path("longhorn.disk", List.of(new Hop(EdgeKind.EDGE_KIND_ON, true, "longhorn.replica", false))));
        for (var disk : simple.keySet()) {
            var found = new TreeSet<String>();
            back.walk(topology.thing(disk(disk)), minute(20_000), new Ends(topology, found));
            assertThat(found).isEqualTo(simple.get(disk));
        }
    }

    @Test
    void limits_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> new Topology.Limits(0, 1))
                .hasMessageContaining("1 to " + Adjacency.MOST_EDGES + " edges");
        assertThatThrownBy(() -> new Topology.Limits(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Topology.Limits(Adjacency.MOST_THINGS + 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Topology.Limits(1, Adjacency.MOST_EDGES + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Topology.Limits(1, 1, Duration.ofDays(-1), Duration.ZERO, Duration.ZERO, 1))
                .hasMessageContaining("negative");
    }

    private record Ends(Topology topology, TreeSet<String> found) implements Walker.Reached {
        @Override
        public void end(int thing, int link, boolean assumed) {
            found.add(topology.ref(thing).getName());
        }

        @Override
        public void stuck(int thing) {
            throw new AssertionError("stuck at " + topology.ref(thing));
        }
    }

    private static List<Interval> held(Topology topology, String replica) {
        return topology.intervals(EdgeKind.EDGE_KIND_ON, topology.thing(replica(replica)), topology.thing(disk("d")));
    }
}
