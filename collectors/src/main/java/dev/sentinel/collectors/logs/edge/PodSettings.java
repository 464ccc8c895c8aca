package dev.sentinel.collectors.logs.edge;

import dev.sentinel.collectors.logs.RateLimit;
import java.time.Duration;
import java.util.List;

/**
 * Which logs of pods are followed through the cluster's API.
 *
 * @param rules which container is what; containers that no rule knows are not followed
 * @param every how often pods are listed; default 15 s
 * @param mostContainers followed at a time, each costing a connection and two threads; default 100. When there are more, the
 *     collector's health says so
 * @param limits events of one signature and source
 */
public record PodSettings(List<Whose.Rule> rules, Duration every, int mostContainers, RateLimit.Limits limits) {
    public PodSettings {
        rules = List.copyOf(rules);
        if (mostContainers < 1 || mostContainers > 400) {
            throw new IllegalArgumentException("%d containers; 1 to 400 can be followed".formatted(mostContainers));
        }
    }

    /** All stores and Longhorn. */
    public static PodSettings usual() {
        return new PodSettings(Whose.USUAL, Duration.ofSeconds(15), 100, RateLimit.Limits.USUAL);
    }
}
