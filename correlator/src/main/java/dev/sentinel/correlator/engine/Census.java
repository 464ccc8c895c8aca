package dev.sentinel.correlator.engine;

import dev.sentinel.v1.BlastRadius;
import java.util.Set;

/** How many things there are of the kinds that people count. */
final class Census {
    private static final Set<String> NODES = Set.of("node", "machine");
    private static final Set<String> WORKLOADS =
            Set.of("statefulset", "deployment", "daemonset", "replicaset", "job", "server");

    private int nodes;
    private int volumes;
    private int workloads;
    private int others;
    private String last = "";
    private Sort sortOfLast = Sort.OTHER;

    private enum Sort {
        NODE,
        VOLUME,
        WORKLOAD,
        OTHER;

        static Sort of(String kind) {
            var word = kind.substring(kind.lastIndexOf('.') + 1);
            if (NODES.contains(word)) {
                return NODE;
            }
            return word.equals("volume") ? VOLUME : WORKLOADS.contains(word) ? WORKLOAD : OTHER;
        }
    }

    /** As many as there were. */
    static Census copyOf(Census other) {
        var census = new Census();
        census.nodes = other.nodes;
        census.volumes = other.volumes;
        census.workloads = other.workloads;
        census.others = other.others;
        return census;
    }

    BlastRadius.Builder radius() {
        return BlastRadius.newBuilder()
                .setNodeCount(nodes)
                .setVolumeCount(volumes)
                .setWorkloadCount(workloads);
    }

    /** One more. Those of one kind come together, as a rule. */
    void add(String kind) {
        if (!kind.equals(last)) {
            last = kind;
            sortOfLast = Sort.of(kind);
        }
        switch (sortOfLast) {
            case NODE -> nodes++;
            case VOLUME -> volumes++;
            case WORKLOAD -> workloads++;
            case OTHER -> others++;
        }
    }

    int size() {
        return nodes + volumes + workloads + others;
    }
}
