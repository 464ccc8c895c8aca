package dev.sentinel.collectors.nomad;

import dev.sentinel.v1.Edge;
import java.util.List;
import java.util.Map;

/**
 * What is remembered of a region.
 *
 * @param index the last line of the stream that was read; the stream is asked for what comes after it
 * @param tables the index of each table when it was listed last
 * @param edges what was told of who stands on whom, by the thing that tells it
 * @param limited more things exist than are remembered, so some changes may be told poorly or not at all
 */
public record NomadState(
        long index,
        Map<Table, Long> tables,
        Map<String, Allocation> allocations,
        Map<String, Client> clients,
        Map<String, Job> jobs,
        Map<String, List<Edge>> edges,
        boolean limited) {

    public NomadState {
        tables = Map.copyOf(tables);
        allocations = Map.copyOf(allocations);
        clients = Map.copyOf(clients);
        jobs = Map.copyOf(jobs);
        edges = Map.copyOf(edges);
    }

    /** Nothing was heard of yet. */
    public static NomadState empty() {
        return new NomadState(0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), false);
    }
}
