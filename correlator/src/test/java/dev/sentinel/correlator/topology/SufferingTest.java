package dev.sentinel.correlator.topology;

import static dev.sentinel.correlator.topology.Facts.disk;
import static dev.sentinel.correlator.topology.Facts.edge;
import static dev.sentinel.correlator.topology.Facts.minute;
import static dev.sentinel.correlator.topology.Facts.node;
import static dev.sentinel.correlator.topology.Facts.on;
import static dev.sentinel.correlator.topology.Facts.pod;
import static dev.sentinel.correlator.topology.Facts.ref;
import static dev.sentinel.correlator.topology.Facts.replica;
import static dev.sentinel.correlator.topology.Facts.told;
import static dev.sentinel.correlator.topology.Facts.volume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Ref;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SufferingTest {

    private static final Ref PV = ref("kubernetes.persistent_volume", "pv");
    private static final Ref CLAIM = ref("kubernetes.persistent_volume_claim", "claim");
    private static final Ref WORKLOAD = ref("kubernetes.statefulset", "workload");
    private static final Ref SERVER = ref("prometheus.server", "server");

    private final Topology topology = new Topology(new Topology.Limits(1000, 1000));

    @Test
    void a_node_takes_with_it_all_that_stands_on_it_nearest_first() {
        learnStack();
        assertThat(suffering(node("n"), 15, 100))
                .containsExactly(
                        "1 disk d",
                        "2 replica r",
                        "3 volume v",
                        "4 persistent volume pv",
                        "5 persistent volume claim claim",
                        "6 pod p",
                        "6 server server",
                        "7 statefulset workload");
    }

    @Test
    void it_stops_at_the_number_asked_for() {
        learnStack();
        assertThat(suffering(node("n"), 15, 2)).containsExactly("1 disk d", "2 replica r");
        assertThat(suffering(node("n"), 15, 0)).isEmpty();
        assertThat(topology.dependants(Topology.NONE, minute(15), 10)).isEmpty();
    }

    @Test
    void what_did_not_hold_at_the_time_spreads_nothing() {
        learnStack();
        topology.learn(told(on("r", "d", 10, 20)));
        assertThat(suffering(node("n"), 20, 100)).containsExactly("1 disk d");
        assertThat(suffering(node("n"), 9, 100)).isEmpty();
    }

    @Test
    void rings_and_diamonds_are_told_once() {
        topology.learn(
                told(on("r", "d", 10), on("q", "d", 10), edge(EdgeKind.EDGE_KIND_HAS, volume("v"), replica("r"), 10)));
        topology.learn(told(
                edge(EdgeKind.EDGE_KIND_HAS, volume("v"), replica("q"), 10),
                edge(EdgeKind.EDGE_KIND_ON, disk("d"), volume("v"), 10)));
        assertThat(suffering(disk("d"), 15, 100)).containsExactly("1 replica r", "1 replica q", "2 volume v");
    }

    @Test
    void each_kind_of_edge_carries_it_one_way_or_not_at_all() {
        for (var kind : EnumSet.range(EdgeKind.EDGE_KIND_OWNS, EdgeKind.EDGE_KIND_GOVERNS)) {
            var beginning = ref(kind.name(), "beginning");
            var end = ref(kind.name(), "end");
            topology.learn(told(edge(kind, beginning, end, 10)));
            boolean carries = kind == EdgeKind.EDGE_KIND_HOSTS || kind == EdgeKind.EDGE_KIND_BACKS;
            boolean only = kind == EdgeKind.EDGE_KIND_OBSERVES
                    || kind == EdgeKind.EDGE_KIND_MANAGES
                    || kind == EdgeKind.EDGE_KIND_GOVERNS;
            assertThat(suffering(beginning, 15, 100)).as("%s", kind).hasSize(carries ? 1 : 0);
            assertThat(suffering(end, 15, 100)).as("%s", kind).hasSize(carries || only ? 0 : 1);
        }
    }

    private void learnStack() {
        topology.learn(told(
                edge(EdgeKind.EDGE_KIND_PART_OF, disk("d"), node("n"), 10),
                on("r", "d", 10),
                edge(EdgeKind.EDGE_KIND_HAS, volume("v"), replica("r"), 10),
                edge(EdgeKind.EDGE_KIND_IS, PV, volume("v"), 10),
                edge(EdgeKind.EDGE_KIND_BOUND_TO, CLAIM, PV, 10),
                edge(EdgeKind.EDGE_KIND_USES, pod("p"), CLAIM, 10),
                edge(EdgeKind.EDGE_KIND_STORED_ON, SERVER, CLAIM, 10),
                edge(EdgeKind.EDGE_KIND_OWNS, WORKLOAD, pod("p"), 10),
                edge(EdgeKind.EDGE_KIND_OBSERVES, SERVER, node("n"), 10),
                edge(EdgeKind.EDGE_KIND_MANAGES, ref("gitops.application", "app"), WORKLOAD, 10)));
    }

    private List<String> suffering(Ref ref, double minute, int max) {
        return topology.dependants(topology.thing(ref), minute(minute), max).stream()
                .map(each -> each.distance() + " " + RefText.of(topology.ref(each.thing())))
                .toList();
    }
}
