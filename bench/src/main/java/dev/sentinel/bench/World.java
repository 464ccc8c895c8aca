package dev.sentinel.bench;

import com.google.protobuf.Timestamp;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Source;
import dev.sentinel.v1.Topology;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Nodes with one disk each; volumes with three replicas on three nodes; a workload on each volume. Only edges lead from
 * the workload to the nodes: {@code workload -> pod -> claim -> persistent volume -> volume -> replica -> disk -> node}.
 */
final class World {
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    static final int REPLICAS = 3;
    private static final int MOST_EDGES = 1_000;
    private static final Timestamp LONG_AGO =
            timestamp(START.minusSeconds(86_400).toEpochMilli());

    private final Size size;

    World(Size size) {
        this.size = size;
    }

    /** The node that a replica is on; the three of a volume are on three. */
    int nodeOf(int replica) {
        long volume = replica / REPLICAS;
        long third = (long) (replica % REPLICAS) * (size.nodes() / REPLICAS);
        return (int) ((volume * 7_919 + third) % size.nodes());
    }

    static Ref node(int node) {
        return ref("kubernetes.node", "", "node-" + node);
    }

    static Ref disk(int node) {
        return ref("longhorn.disk", "longhorn-system", "disk-" + node);
    }

    static Ref volume(int volume) {
        return ref("longhorn.volume", "longhorn-system", "pvc-" + volume);
    }

    static Ref replica(int replica) {
        return ref("longhorn.replica", "longhorn-system", "pvc-" + replica / REPLICAS + "-r-" + replica % REPLICAS);
    }

    static Ref pod(int volume) {
        return ref("kubernetes.pod", "space-" + volume % 100, "store-" + volume + "-0");
    }

    static Ref workload(int volume) {
        return ref("kubernetes.statefulset", "space-" + volume % 100, "store-" + volume);
    }

    private static Ref claim(int volume) {
        return ref("kubernetes.persistent_volume_claim", "space-" + volume % 100, "data-store-" + volume + "-0");
    }

    private static Ref persistentVolume(int volume) {
        return ref("kubernetes.persistent_volume", "", "pv-" + volume);
    }

    /** How many edges there are. */
    int edges() {
        return size.nodes() + size.volumes() * (4 + 2 * REPLICAS);
    }

    /** What the collectors say of the edges, before anything happens. */
    void tell(Consumer<Event> listener) {
        var edges = new ArrayList<Edge>();
        for (int node = 0; node < size.nodes(); node++) {
            edges.add(edge(EdgeKind.EDGE_KIND_PART_OF, disk(node), node(node)));
            tellIfMany(edges, listener);
        }
        for (int volume = 0; volume < size.volumes(); volume++) {
            edges.add(edge(EdgeKind.EDGE_KIND_OWNS, workload(volume), pod(volume)));
            edges.add(edge(EdgeKind.EDGE_KIND_USES, pod(volume), claim(volume)));
            edges.add(edge(EdgeKind.EDGE_KIND_BOUND_TO, claim(volume), persistentVolume(volume)));
            edges.add(edge(EdgeKind.EDGE_KIND_IS, persistentVolume(volume), volume(volume)));
            for (int of = 0; of < REPLICAS; of++) {
                int replica = volume * REPLICAS + of;
                edges.add(edge(EdgeKind.EDGE_KIND_HAS, volume(volume), replica(replica)));
                edges.add(edge(EdgeKind.EDGE_KIND_ON, replica(replica), disk(nodeOf(replica))));
            }
            tellIfMany(edges, listener);
        }
        listener.accept(said(edges));
    }

    private static void tellIfMany(List<Edge> edges, Consumer<Event> listener) {
        if (edges.size() > MOST_EDGES - 4 - 2 * REPLICAS) {
            listener.accept(said(edges));
            edges.clear();
        }
    }

    private static Event said(List<Edge> edges) {
        return Event.newBuilder()
                .setId(new UUID(0, edges.hashCode()).toString())
                .setCluster("bench")
                .setSource(Source.newBuilder().setCollector("longhorn").setInstance("longhorn-0"))
                .setOccurredAt(timestamp(START.toEpochMilli()))
                .setObservedAt(timestamp(START.toEpochMilli()))
                .setSeverity(Severity.SEVERITY_INFO)
                .setSubject(node(0))
                .setTopology(Topology.newBuilder().setScope("bench").addAllEdges(edges))
                .build();
    }

    private static Edge edge(EdgeKind kind, Ref from, Ref to) {
        return Edge.newBuilder()
                .setKind(kind)
                .setFrom(from)
                .setTo(to)
                .setValidFrom(LONG_AGO)
                .build();
    }

    private static Ref ref(String kind, String namespace, String name) {
        return Ref.newBuilder()
                .setKind(kind)
                .setNamespace(namespace)
                .setName(name)
                .build();
    }

    static Timestamp timestamp(long millis) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(millis, 1_000L))
                .setNanos((int) Math.floorMod(millis, 1_000L) * 1_000_000)
                .build();
    }
}
