package dev.sentinel.bench;

import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The headline pattern as a loop over hash maps: no late events, no story, one shape of graph. As fast as it gets. */
final class ByHand implements Contestant {
    private static final long WITHIN = 48 * 3_600_000L;
    private static final long SOON = 30 * 60_000L;

    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, Replica> replicas = new HashMap<>();
    private final Map<String, Volume> byWorkload = new HashMap<>();
    private long decisions;

    private static final class Node {
        private long joined = Long.MIN_VALUE / 2;
        private boolean matched;
    }

    private static final class Replica {
        private final Node node;
        private long failed = Long.MIN_VALUE / 2;

        private Replica(Node node) {
            this.node = node;
        }
    }

    private record Volume(List<Replica> replicas) {}

    ByHand(Size size, World world) {
        for (int node = 0; node < size.nodes(); node++) {
            nodes.put(World.node(node).getName(), new Node());
        }
        for (int volume = 0; volume < size.volumes(); volume++) {
            var all = new ArrayList<Replica>();
            for (int of = 0; of < World.REPLICAS; of++) {
                int number = volume * World.REPLICAS + of;
                var replica = new Replica(node(World.node(world.nodeOf(number))));
                replicas.put(World.replica(number).getName(), replica);
                all.add(replica);
            }
            byWorkload.put(World.workload(volume).getName(), new Volume(all));
        }
    }

    private Node node(Ref ref) {
        return nodes.computeIfAbsent(ref.getName(), unused -> new Node());
    }

    @Override
    public void accept(Event event, Instant at) {
        long time = at.toEpochMilli();
        if (event.hasKubernetesNodeJoined()) {
            node(event.getSubject()).joined = time;
        } else if (event.hasLonghornReplicaFailed()) {
            var replica = replicas.get(event.getSubject().getName());
            if (replica != null && time - replica.node.joined <= WITHIN) {
                replica.failed = time;
            }
        } else if (event.hasPrometheusHeadStale()) {
            var volume = byWorkload.get(event.getSubject().getName());
            if (volume != null) {
                match(volume, time);
            }
        }
    }

    private void match(Volume volume, long time) {
        for (var replica : volume.replicas()) {
            if (time - replica.failed <= SOON) {
                replica.node.matched = true;
                decisions++;
            }
        }
    }

    long nodesMatched() {
        return nodes.values().stream().filter(node -> node.matched).count();
    }

    @Override
    public long decisions() {
        return decisions;
    }
}
