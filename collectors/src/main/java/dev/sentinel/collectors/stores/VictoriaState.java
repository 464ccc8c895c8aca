package dev.sentinel.collectors.stores;

import dev.sentinel.v1.HistoryWitness;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is remembered of a VictoriaMetrics or VictoriaLogs: the baseline that a green and empty store is compared with.
 *
 * @param base what it held when it was last seen whole
 * @param probes the ages, in seconds, for which it answered
 * @param cliff the witnesses of lost history that were told, and since when
 */
public record VictoriaState(
        Base base,
        Optional<Long> startedAt,
        boolean readOnly,
        Map<Long, Boolean> probes,
        Set<HistoryWitness> cliff,
        Instant cliffAt,
        Map<String, Long> counters) {

    public VictoriaState {
        probes = Map.copyOf(probes);
        cliff = Set.copyOf(cliff);
        counters = Map.copyOf(counters);
    }

    /** How much a store held, and when that was seen. */
    public record Base(
            Optional<Long> rows,
            Optional<Long> bytes,
            Optional<Long> freeBytes,
            Optional<Instant> oldest,
            Optional<Long> newSeries,
            Instant at) {}
}
