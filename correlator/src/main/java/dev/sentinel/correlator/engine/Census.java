package dev.sentinel.correlator.engine;

import dev.sentinel.v1.BlastRadius;
import java.util.Set;

/** How many things of the kinds that people count. */
record Census(int nodes, int volumes, int workloads) {
    static final Census NOBODY = new Census(0, 0, 0);
    private static final Set<String> NODES = Set.of("node", "machine");
    private static final Set<String> WORKLOADS =
            Set.of("statefulset", "deployment", "daemonset", "replicaset", "job", "server");

    BlastRadius.Builder radius() {
        return BlastRadius.newBuilder()
                .setNodeCount(nodes)
                .setVolumeCount(volumes)
                .setWorkloadCount(workloads);
    }

    /** One more, when it is of such a kind. */
    Census and(String kind) {
        var word = kind.substring(kind.lastIndexOf('.') + 1);
        if (NODES.contains(word)) {
            return new Census(nodes + 1, volumes, workloads);
        }
        if (word.equals("volume")) {
            return new Census(nodes, volumes + 1, workloads);
        }
        return WORKLOADS.contains(word) ? new Census(nodes, volumes, workloads + 1) : this;
    }
}
