package dev.sentinel.lab.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What Sentinel should make of it. Incidents that are neither expected nor allowed fail a scenario, as do events that were
 * seen and are not in the journal; nobody needs to write that down.
 *
 * @param allowed incidents that may be there beside the expected ones
 * @param conduct what it should do about it
 */
public record Expectations(List<Opens> opens, List<About> allowed, Conduct conduct) {

    public Expectations {
        opens = List.copyOf(opens);
        allowed = List.copyOf(allowed);
    }

    /** Of incidents alone: nothing may be done. */
    public Expectations(List<Opens> opens, List<About> allowed) {
        this(opens, allowed, Conduct.NOTHING);
    }

    /** Which incident: its pattern, and the thing it turns around as {@code kind/name} or {@code kind/namespace/name}. */
    public record About(String pattern, Optional<String> thing) {}

    /**
     * An incident that must open.
     *
     * @param within so soon after {@code since}
     * @param cause words of the first sentence of its story
     * @param tells words that its story or blast radius must contain
     * @param state what it must be in the end
     */
    public record Opens(
            About about,
            Optional<Duration> within,
            Since since,
            Optional<String> severity,
            Optional<String> cause,
            List<String> tells,
            Optional<String> state,
            int line) {
        public Opens {
            tells = List.copyOf(tells);
        }
    }

    /** From when on a time is measured. */
    public sealed interface Since {

        /** From a turn of the scenario. */
        record ATurn(String name) implements Since {}

        /** From the first event of a kind that was observed. */
        record FirstEvent(String kind) implements Since {}

        /** From the moment that Sentinel watches. */
        record TheBeginning() implements Since {}
    }
}
