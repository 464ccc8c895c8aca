package dev.sentinel.collectors.kubernetes;

import dev.sentinel.v1.Edge;
import java.util.List;

/** What is remembered of a workload: how many replicas were wanted, and who owns it. */
public record WorkloadState(String uid, int replicas, List<Edge> edges) {
    public WorkloadState {
        edges = List.copyOf(edges);
    }
}
