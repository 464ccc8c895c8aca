package dev.sentinel.correlator.topology;

import static dev.sentinel.correlator.topology.Facts.disk;
import static dev.sentinel.correlator.topology.Facts.edge;
import static dev.sentinel.correlator.topology.Facts.minute;
import static dev.sentinel.correlator.topology.Facts.node;
import static dev.sentinel.correlator.topology.Facts.on;
import static dev.sentinel.correlator.topology.Facts.pod;
import static dev.sentinel.correlator.topology.Facts.replica;
import static dev.sentinel.correlator.topology.Facts.told;
import static dev.sentinel.correlator.topology.Facts.volume;
import static dev.sentinel.v1.EdgeKind.EDGE_KIND_HAS;
import static dev.sentinel.v1.EdgeKind.EDGE_KIND_ON;
import static dev.sentinel.v1.EdgeKind.EDGE_KIND_PART_OF;
import static dev.sentinel.v1.EdgeKind.EDGE_KIND_RUNS_ON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.correlator.topology.Path.Hop;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.PathHop;
import dev.sentinel.v1.Ref;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WalkerTest {

    private static final Path TO_DISK =
            new Path("longhorn.replica", List.of(new Hop(EDGE_KIND_ON, false, "longhorn.disk", false)));
    private static final Path TO_NODE = new Path(
            "longhorn.volume",
            List.of(
                    new Hop(EDGE_KIND_HAS, false, "longhorn.replica", true),
                    new Hop(EDGE_KIND_ON, false, "longhorn.disk", false),
                    new Hop(EDGE_KIND_PART_OF, false, "kubernetes.node", false)));
    private static final Path TO_NODE_WITHOUT_LINK = new Path(
            TO_NODE.from(),
            TO_NODE.hops().stream()
                    .map(hop -> new Hop(hop.edge(), hop.reversed(), hop.to(), false))
                    .toList());

    private final Topology topology = new Topology(new Topology.Limits(10_000, 10_000));

    @Test
    void a_path_without_hops_ends_where_it_begins() {
        assertThat(walk(new Path("kubernetes.node", List.of()), node("n"), 10)).containsExactly("node n");
        assertThat(walk(new Path(Path.ANY, List.of()), node("n"), 10)).containsExactly("node n");
    }

    @Test
    void a_path_does_not_begin_at_a_thing_of_another_kind_or_at_none() {
        var walker = topology.walker(TO_DISK);
        assertThat(walker.begins(topology.thing(node("n")))).isFalse();
        assertThat(walker.begins(topology.thing(replica("r")))).isTrue();
        assertThat(walker.begins(Topology.NONE)).isFalse();
        assertThat(walk(TO_DISK, node("n"), 10)).isEmpty();
        var out = new Heard();
        walker.walk(Topology.NONE, minute(10), out);
        assertThat(out.lines).isEmpty();
    }

    @Test
    void it_follows_the_edges_that_held_at_the_time() {
        learn(on("r", "old", 10, 20), on("r", "new", 20));
        assertThat(walk(TO_DISK, replica("r"), 15)).containsExactly("disk old");
        assertThat(walk(TO_DISK, replica("r"), 20)).containsExactly("disk new");
        assertThat(walk(TO_DISK, replica("r"), 9000)).containsExactly("disk new");
    }

    @Test
    void it_walks_against_an_edge_too() {
        learn(on("r", "d", 10), on("q", "d", 10), on("s", "e", 10));
        var path = new Path("longhorn.disk", List.of(new Hop(EDGE_KIND_ON, true, "longhorn.replica", false)));
        assertThat(walk(path, disk("d"), 15)).containsExactly("replica r", "replica q");
    }

    @Test
    void diamonds_lead_to_each_end_once() {
        learnVolume();
        assertThat(walk(TO_NODE_WITHOUT_LINK, volume("v"), 15)).containsExactly("node n", "node m");
    }

    @Test
    void with_a_link_each_end_is_told_once_for_each_link() {
        learnVolume();
        assertThat(walk(TO_NODE, volume("v"), 15))
                .containsExactly(
                        "node n by replica r1", "node n by replica r2", "node m by replica r2", "node m by replica r3");
    }

    @Test
    void the_link_may_be_the_end() {
        learn(on("r", "d", 10));
        var path = new Path("longhorn.replica", List.of(new Hop(EDGE_KIND_ON, false, "longhorn.disk", true)));
        assertThat(walk(path, replica("r"), 15)).containsExactly("disk d by disk d");
    }

    @Test
    void only_things_of_the_kind_are_reached_and_a_star_is_any_kind() {
        learn(
                edge(EDGE_KIND_RUNS_ON, pod("p"), node("n"), 10),
                edge(EDGE_KIND_RUNS_ON, Facts.ref("longhorn.instance_manager", "im"), node("n"), 10));
        var pods = new Path("kubernetes.node", List.of(new Hop(EDGE_KIND_RUNS_ON, true, "kubernetes.pod", false)));
        var all = new Path(Path.ANY, List.of(new Hop(EDGE_KIND_RUNS_ON, true, Path.ANY, false)));
        var none = new Path("kubernetes.node", List.of(new Hop(EDGE_KIND_RUNS_ON, true, "nomad.allocation", false)));
        assertThat(walk(pods, node("n"), 15)).containsExactly("pod p");
        assertThat(walk(all, node("n"), 15)).containsExactly("pod p", "instance manager im");
        assertThat(walk(none, node("n"), 15)).containsExactly("stuck at node n");
    }

    @Test
    void an_edge_that_began_soonest_after_it_is_assumed_within_an_hour() {
        learn(on("r", "late", 40), on("r", "soon", 30), on("r", "too", 30));
        assertThat(walk(TO_DISK, replica("r"), 25)).containsExactly("disk soon?", "disk too?");
        assertThat(walk(TO_DISK, replica("r"), -30)).containsExactly("disk soon?", "disk too?");
        assertThat(walk(TO_DISK, replica("r"), -30.1)).containsExactly("stuck at replica r");
        assertThat(walk(TO_DISK, replica("r"), 35)).containsExactly("disk soon", "disk too");
    }

    @Test
    void an_edge_that_ended_last_before_it_is_assumed_within_ten_minutes() {
        learn(on("r", "first", 10, 20), on("r", "last", 10, 21));
        assertThat(walk(TO_DISK, replica("r"), 21)).containsExactly("disk last?");
        assertThat(walk(TO_DISK, replica("r"), 31)).containsExactly("disk last?");
        assertThat(walk(TO_DISK, replica("r"), 31.1)).containsExactly("stuck at replica r");
    }

    @Test
    void one_that_begins_later_is_believed_rather_than_one_that_ended() {
        learn(on("r", "gone", 10, 20), on("r", "new", 50), on("r", "newer", 200));
        assertThat(walk(TO_DISK, replica("r"), 25)).containsExactly("disk new?");
        learn(on("r", "new", 50, 60));
        assertThat(walk(TO_DISK, replica("r"), 65)).containsExactly("disk new?");
    }

    @Test
    void what_was_assumed_on_the_way_makes_the_end_assumed_unless_a_sure_way_leads_there() {
        learn(edge(EDGE_KIND_HAS, volume("v"), replica("r1"), 10), on("r1", "d1", 20));
        learn(edge(EDGE_KIND_PART_OF, disk("d1"), node("n"), 10));
        assertThat(walk(TO_NODE_WITHOUT_LINK, volume("v"), 15)).containsExactly("node n?");
        learn(edge(EDGE_KIND_HAS, volume("v"), replica("r2"), 10), on("r2", "d1", 10));
        assertThat(walk(TO_NODE_WITHOUT_LINK, volume("v"), 15)).containsExactly("node n");
    }

    @Test
    void it_says_where_it_is_stuck_though_other_ways_go_on() {
        learnVolume();
        learn(edge(EDGE_KIND_HAS, volume("v"), replica("r4"), 10), on("r4", "d4", 10));
        learn(edge(EDGE_KIND_HAS, volume("v"), replica("r5"), 10));
        assertThat(walk(TO_NODE_WITHOUT_LINK, volume("v"), 15))
                .containsExactly("stuck at replica r5", "stuck at disk d4", "node n", "node m");
        learn(on("r5", "d4", 10));
        assertThat(walk(TO_NODE, volume("v"), 15))
                .startsWith("stuck at disk d4")
                .hasSize(5);
    }

    @Test
    void edges_learned_after_the_walker_was_made_are_walked() {
        var walker = topology.walker(TO_DISK);
        learn(on("r", "d", 10));
        var out = new Heard();
        walker.walk(topology.thing(replica("r")), minute(15), out);
        assertThat(out.lines).containsExactly("disk d");
    }

    @Test
    void too_many_ends_are_cut_to_the_lowest_and_counted() {
        for (int i = 0; i < 1000; i++) {
            learn(on("r" + i, "d", 10));
        }
        var path = new Path("longhorn.disk", List.of(new Hop(EDGE_KIND_ON, true, "longhorn.replica", false)));
        var ends = walk(path, disk("d"), 15);
        assertThat(ends).hasSize(256).startsWith("replica r0").endsWith("replica r255");
        assertThat(topology.endsCut()).isEqualTo(1000 - 256);
    }

    @Test
    void many_ways_may_lead_to_few_ends_but_not_endlessly_many() {
        var wide = new Topology(new Topology.Limits(100_000, 100_000));
        for (int i = 0; i < 5000; i++) {
            wide.learn(told(on("r" + i, "d", 10), edge(EDGE_KIND_HAS, volume("v"), replica("r" + i), 10)));
        }
        var path = new Path(
                "longhorn.disk",
                List.of(
                        new Hop(EDGE_KIND_ON, true, "longhorn.replica", false),
                        new Hop(EDGE_KIND_HAS, true, "longhorn.volume", false)));
        var out = new Heard(wide);
        wide.walker(path).walk(wide.thing(disk("d")), minute(15), out);
        assertThat(out.lines).containsExactly("volume v");
        assertThat(wide.endsCut()).isEqualTo(5000 - 256 * Walker.WAYS_PER_END);
    }

    @Test
    void hops_tell_one_way_with_the_times_of_its_edges() {
        learnVolume();
        learn(edge(EDGE_KIND_PART_OF, disk("d2"), node("m"), 10, 20));
        assertThat(topology.hops(TO_NODE, thing(volume("v")), thing(node("m")), minute(15)))
                .containsExactly(
                        hop(EDGE_KIND_HAS, replica("r2")).build(),
                        hop(EDGE_KIND_ON, disk("d2")).build(),
                        hop(EDGE_KIND_PART_OF, node("m"))
                                .setValidUntil(Facts.at(20))
                                .build());
    }

    @Test
    void hops_go_through_the_link_that_is_asked_for() {
        learnVolume();
        assertThat(topology.hops(TO_NODE, thing(volume("v")), thing(replica("r3")), thing(node("m")), minute(15)))
                .extracting(hop -> hop.getTo().getName())
                .containsExactly("r3", "d3", "m");
        assertThat(topology.hops(TO_NODE, thing(volume("v")), thing(replica("r1")), thing(node("m")), minute(15)))
                .isEmpty();
    }

    @Test
    void hops_say_when_an_edge_was_walked_against() {
        learn(on("r", "d", 10));
        var path = new Path("longhorn.disk", List.of(new Hop(EDGE_KIND_ON, true, "longhorn.replica", false)));
        assertThat(topology.hops(path, thing(disk("d")), thing(replica("r")), minute(5)))
                .containsExactly(
                        hop(EDGE_KIND_ON, replica("r")).setReversed(true).build());
    }

    @Test
    void hops_of_an_edge_that_held_several_times_are_those_of_the_time_meant() {
        learn(on("r", "d", 10, 20), on("r", "d", 30, 40), on("r", "d", 50));
        assertThat(sinceWhen(35)).isEqualTo(Facts.at(30));
        assertThat(sinceWhen(15)).isEqualTo(Facts.at(10));
        assertThat(sinceWhen(21)).isEqualTo(Facts.at(30));
        assertThat(sinceWhen(9000)).isEqualTo(Facts.at(50));
    }

    @Test
    void there_are_no_hops_to_where_no_way_leads() {
        learnVolume();
        assertThat(topology.hops(TO_NODE, thing(volume("v")), thing(node("o")), minute(15)))
                .isEmpty();
        assertThat(topology.hops(TO_NODE, thing(disk("d1")), thing(node("n")), minute(15)))
                .isEmpty();
        assertThat(topology.hops(TO_NODE, Topology.NONE, thing(node("n")), minute(15)))
                .isEmpty();
    }

    /** Three replicas on three disks of two nodes; the disk in the middle moves between them and is known in both. */
    private void learnVolume() {
        topology.learn(told(
                edge(EDGE_KIND_PART_OF, disk("d1"), node("n"), 10),
                edge(EDGE_KIND_PART_OF, disk("d3"), node("m"), 10),
                edge(EDGE_KIND_PART_OF, disk("d2"), node("n"), 10),
                edge(EDGE_KIND_PART_OF, disk("d2"), node("m"), 10)));
        for (int i = 1; i <= 3; i++) {
            learn(edge(EDGE_KIND_HAS, volume("v"), replica("r" + i), 10), on("r" + i, "d" + i, 10));
        }
    }

    private com.google.protobuf.Timestamp sinceWhen(double minute) {
        return topology.hops(TO_DISK, thing(replica("r")), thing(disk("d")), minute(minute))
                .getFirst()
                .getValidFrom();
    }

    private static PathHop.Builder hop(dev.sentinel.v1.EdgeKind kind, Ref to) {
        return PathHop.newBuilder().setEdge(kind).setTo(to).setValidFrom(Facts.at(10));
    }

    private void learn(Edge... edges) {
        Event event = told(edges);
        topology.learn(event);
    }

    private int thing(Ref ref) {
        return topology.thing(ref);
    }

    private List<String> walk(Path path, Ref from, double minute) {
        var out = new Heard();
        topology.walker(path).walk(topology.thing(from), minute(minute), out);
        return out.lines;
    }

    /** "node n by replica r?": the end, the link, and whether it was assumed. */
    private final class Heard implements Walker.Reached {
        private final List<String> lines = new ArrayList<>();
        private final Topology graph;

        Heard() {
            this(topology);
        }

        Heard(Topology graph) {
            this.graph = graph;
        }

        @Override
        public void end(int thing, int link, boolean assumed) {
            lines.add(RefText.of(graph.ref(thing))
                    + (link == Topology.NONE ? "" : " by " + RefText.of(graph.ref(link)))
                    + (assumed ? "?" : ""));
        }

        @Override
        public void stuck(int thing) {
            lines.add("stuck at " + RefText.of(graph.ref(thing)));
        }
    }
}
