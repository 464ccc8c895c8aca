package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.engine.Regard.Sort;
import dev.sentinel.v1.BlastRadius;

/** How many things there are that are worth a line, and how many of them are of the sorts that people count. */
final class Census {
    private int nodes;
    private int volumes;
    private int workloads;
    private int others;

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

    void add(Sort one) {
        switch (one) {
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
