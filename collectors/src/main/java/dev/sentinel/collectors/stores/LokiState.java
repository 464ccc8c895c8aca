package dev.sentinel.collectors.stores;

import dev.sentinel.v1.ServerReadiness;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of a Loki.
 *
 * @param linesMovedAt when lines last arrived; absent until they were seen to arrive once
 */
public record LokiState(
        ServerReadiness readiness,
        Instant since,
        long toldSeconds,
        Map<String, Long> counters,
        Optional<Instant> linesMovedAt,
        boolean silentTold,
        boolean staleTold) {
    public LokiState {
        counters = Map.copyOf(counters);
    }
}
