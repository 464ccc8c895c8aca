package dev.sentinel.collectors.kubernetes;

import dev.sentinel.v1.Edge;
import java.util.List;

/**
 * What is remembered of a claim, a persistent volume or an attachment.
 *
 * @param phase the phase, or for an attachment what it said of itself
 */
public record StorageState(String uid, String phase, List<Edge> edges) {
    public StorageState {
        edges = List.copyOf(edges);
    }
}
