package dev.sentinel.correlator.topology;

import static dev.sentinel.correlator.topology.Facts.edge;
import static dev.sentinel.correlator.topology.Facts.minute;
import static dev.sentinel.correlator.topology.Facts.ref;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sentinel.correlator.topology.Path.Hop;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Run by hand: what a large cluster costs in memory, and what a lookup, a walk and a listing cost in time. */
final class GraphMeasurement {

    private static final int NODES = 10_000;
    private static final int VOLUMES = 30_000;
    private static final int BATCH = 1000;
    private static final Path LONG = new Path(
            "prometheus.server",
            List.of(
                    new Hop(EdgeKind.EDGE_KIND_STORED_ON, false, "kubernetes.persistent_volume_claim", false),
                    new Hop(EdgeKind.EDGE_KIND_BOUND_TO, false, "kubernetes.persistent_volume", false),
                    new Hop(EdgeKind.EDGE_KIND_IS, false, "longhorn.volume", true),
                    new Hop(EdgeKind.EDGE_KIND_HAS, false, "longhorn.replica", false),
                    new Hop(EdgeKind.EDGE_KIND_ON, false, "longhorn.disk", false),
                    new Hop(EdgeKind.EDGE_KIND_PART_OF, false, "kubernetes.node", false)));
    private static final Path SHORT = new Path("longhorn.replica", LONG.hops().subList(4, 6));

    private final Topology topology = new Topology(new Topology.Limits(1_000_000, 2_000_000));
    private final Random random = new Random(1);
    private final List<Edge> batch = new ArrayList<>();
    private final List<Edge> replicaEdges = new ArrayList<>();
    private int parts;
    private long sum;

    private GraphMeasurement() {}

    public static void main(String[] args) throws InvalidProtocolBufferException {
        new GraphMeasurement().run();
    }

    private void run() throws InvalidProtocolBufferException {
        long before = usedBytes();
        long begin = cpuNanos();
        build();
        say("built in ms", (cpuNanos() - begin) / 1_000_000);
        replicaEdges.clear();
        say("things", topology.size());
        say("edges", topology.edges());
        say("bytes", usedBytes() - before);
        lookups();
        walks("6 hops", "prometheus.server", LONG);
        walks("2 hops", "longhorn.replica", SHORT);
        listing();
        blast();
        say("checksum", sum);
    }

    private void build() throws InvalidProtocolBufferException {
        for (int i = 0; i < NODES; i++) {
            learn(EdgeKind.EDGE_KIND_PART_OF, disk(i), node(i));
            learn(EdgeKind.EDGE_KIND_RUNS_ON, manager(i), node(i));
        }
        for (int i = 0; i < VOLUMES; i++) {
            var name = "pvc-" + new UUID(random.nextLong(), random.nextLong());
            var volume = in("longhorn.volume", "longhorn-system", name);
            var engine = in("longhorn.engine", "longhorn-system", name + "-e-0");
            var pv = ref("kubernetes.persistent_volume", name);
            var claim =
                    in("kubernetes.persistent_volume_claim", "monitoring-" + i % 100, "prometheus-db-prometheus-" + i);
            var pod = in("kubernetes.pod", "monitoring-" + i % 100, "prometheus-" + i + "-0");
            int home = random.nextInt(NODES);
            learn(EdgeKind.EDGE_KIND_STORED_ON, server(i), claim);
            learn(EdgeKind.EDGE_KIND_USES, pod, claim);
            learn(EdgeKind.EDGE_KIND_BOUND_TO, claim, pv);
            learn(EdgeKind.EDGE_KIND_IS, pv, volume);
            learn(
                    EdgeKind.EDGE_KIND_OWNS,
                    in("kubernetes.statefulset", "monitoring-" + i % 100, "prometheus-" + i),
                    pod);
            learn(EdgeKind.EDGE_KIND_RUNS_ON, pod, node(home));
            learn(EdgeKind.EDGE_KIND_ATTACHED_TO, volume, node(home));
            learn(EdgeKind.EDGE_KIND_HAS, volume, engine);
            learn(EdgeKind.EDGE_KIND_HOSTS, manager(home), engine);
            for (int r = 0; r < 3; r++) {
                int at = random.nextInt(NODES);
                var replica = in("longhorn.replica", "longhorn-system", name + "-r-0000000" + r);
                learn(EdgeKind.EDGE_KIND_HAS, volume, replica);
                learn(EdgeKind.EDGE_KIND_HOSTS, manager(at), replica);
                replicaEdges.add(learn(EdgeKind.EDGE_KIND_ON, replica, disk(at)));
            }
        }
        flush();
    }

    private void lookups() {
        var refs = new ArrayList<Ref>();
        for (int i = 0; i < 100_000; i++) {
            var ref = topology.ref(random.nextInt(topology.size()));
            ref.getName().hashCode();
            refs.add(ref);
        }
        for (int round = 0; round < 40; round++) {
            long begin = cpuNanos();
            for (var ref : refs) {
                sum += topology.thing(ref);
            }
            if (round % 10 == 9) {
                say("lookup of a random thing, ns", (cpuNanos() - begin) / refs.size());
            }
        }
    }

    private void walks(String what, String kind, Path path) {
        var starts = new ArrayList<Integer>();
        for (int thing = 0; thing < topology.size(); thing++) {
            if (topology.kind(thing).equals(kind)) {
                starts.add(thing);
            }
        }
        Collections.shuffle(starts, random);
        int[] order = starts.stream().mapToInt(Integer::intValue).toArray();
        var walker = topology.walker(path);
        var out = new Summing();
        for (int round = 0; round < 60; round++) {
            long begin = cpuNanos();
            for (int from : order) {
                walker.walk(from, minute(100), out);
            }
            long random = (cpuNanos() - begin) / order.length;
            begin = cpuNanos();
            for (int i = 0; i < order.length; i++) {
                walker.walk(order[i % 500], minute(100), out);
            }
            if (round % 20 == 19) {
                say(what + " from a random thing, ns", random);
                say(what + " from one of 500, ns", (cpuNanos() - begin) / order.length);
            }
        }
    }

    /** All replicas on disks, told again as one listing. */
    private void listing() throws InvalidProtocolBufferException {
        for (int round = 1; round <= 3; round++) {
            int all = (3 * VOLUMES + BATCH - 1) / BATCH;
            var events = new ArrayList<byte[]>();
            var edges = new ArrayList<Edge>();
            rebuildReplicaEdges(edges);
            for (int part = 1; part <= all; part++) {
                var slice = edges.subList((part - 1) * BATCH, Math.min(edges.size(), part * BATCH));
                events.add(Facts.listed("s", "l" + round, part, all, 100 + round, slice.toArray(new Edge[0]))
                        .toByteArray());
            }
            long begin = cpuNanos();
            for (var event : events) {
                topology.learn(Event.parseFrom(event));
            }
            say("an edge of a listing with its parsing, ns", (cpuNanos() - begin) / edges.size());
        }
    }

    private void rebuildReplicaEdges(List<Edge> edges) {
        var walker = topology.walker(new Path("longhorn.replica", SHORT.hops().subList(0, 1)));
        for (int thing = 0; thing < topology.size(); thing++) {
            if (topology.kind(thing).equals("longhorn.replica")) {
                var replica = topology.ref(thing);
                walker.walk(thing, minute(100), new Summing() {
                    @Override
                    public void end(int disk, int link, boolean assumed) {
                        edges.add(edge(EdgeKind.EDGE_KIND_ON, replica, topology.ref(disk), 10));
                    }
                });
            }
        }
    }

    private void blast() {
        for (int round = 0; round < 4; round++) {
            long begin = cpuNanos();
            for (int i = 0; i < 1000; i++) {
                sum += topology.dependants(topology.thing(node(i)), minute(100), 256)
                        .size();
            }
            say("what suffers from a node, ns", (cpuNanos() - begin) / 1000);
        }
    }

    private Edge learn(EdgeKind kind, Ref from, Ref to) throws InvalidProtocolBufferException {
        var edge = edge(kind, from, to, 10);
        batch.add(edge);
        if (batch.size() == BATCH) {
            flush();
        }
        return edge;
    }

    /** Through bytes, so that strings are those of a message that came over the wire. */
    private void flush() throws InvalidProtocolBufferException {
        parts++;
        topology.learn(Event.parseFrom(
                Facts.heard("s" + parts % 10, Facts.at(10), batch).toByteArray()));
        batch.clear();
    }

    private static Ref in(String kind, String namespace, String name) {
        return ref(kind, name).toBuilder().setNamespace(namespace).build();
    }

    private static Ref node(int i) {
        return ref("kubernetes.node", "k3s-agent-" + i);
    }

    private static Ref disk(int i) {
        return in("longhorn.disk", "longhorn-system", "default-disk-" + i);
    }

    private static Ref manager(int i) {
        return in("longhorn.instance_manager", "longhorn-system", "instance-manager-" + i);
    }

    private static Ref server(int i) {
        return in("prometheus.server", "monitoring-" + i % 100, "prometheus-" + i);
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Of this thread only: other programs on the machine do not count. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void say(String what, long figure) {
        System.out.printf("%-45s %,15d%n", what, figure);
    }

    private class Summing implements Walker.Reached {
        @Override
        public void end(int thing, int link, boolean assumed) {
            sum += thing + link;
        }

        @Override
        public void stuck(int thing) {
            sum--;
        }
    }
}
