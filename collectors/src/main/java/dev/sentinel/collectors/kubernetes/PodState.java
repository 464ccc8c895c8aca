package dev.sentinel.collectors.kubernetes;

import dev.sentinel.v1.Edge;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is remembered of a pod.
 *
 * @param told the passing states that were told and still hold, so that each is told once
 */
public record PodState(
        String uid, String phase, boolean ready, Map<String, Container> containers, Set<Told> told, List<Edge> edges) {

    public PodState {
        containers = Map.copyOf(containers);
        told = Set.copyOf(told);
        edges = List.copyOf(edges);
    }

    /** States that last. */
    public enum Told {
        UNSCHEDULED,
        EVICTED,
        STUCK
    }

    /** A container; the time is that of the last out-of-memory kill that was told. */
    public record Container(String id, int restarts, int loopToldAt, Instant killedAt) {}
}
