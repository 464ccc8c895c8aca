package dev.sentinel.app.demo;

import dev.sentinel.lab.scenario.Expectations.Since;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What times are measured from.
 *
 * @param began when Sentinel began to watch
 * @param turns when each named turn happened
 * @param firsts when the first event of a kind was observed, for the kinds that expectations name
 */
record Moments(Instant began, Map<String, Instant> turns, Map<String, Instant> firsts) {
    Moments {
        turns = Map.copyOf(turns);
        firsts = Map.copyOf(firsts);
    }

    /** Empty when it never came. */
    Optional<Instant> of(Since since) {
        return switch (since) {
            case Since.ATurn turn -> Optional.ofNullable(turns.get(turn.name()));
            case Since.FirstEvent event -> Optional.ofNullable(firsts.get(event.kind()));
            case Since.TheBeginning beginning -> Optional.of(began);
        };
    }
}
