package dev.sentinel.collectors.stores;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of an alerting system: which alerts were told, and whether they come as a storm.
 *
 * @param told by fingerprint, the state that was told last and when
 * @param storm since when the storm blows
 */
public record AlertState(Map<String, Told> told, Optional<Storm> storm) {
    public AlertState {
        told = Map.copyOf(told);
    }

    /** Nothing was heard of yet. */
    public static AlertState empty() {
        return new AlertState(Map.of(), Optional.empty());
    }

    /** One alert as it was told. */
    public record Told(
            String name, String saying, String suppression, boolean firing, boolean aboutAbsence, Instant at) {}

    /** A storm that was told. */
    public record Storm(Instant since, int alerts) {}
}
