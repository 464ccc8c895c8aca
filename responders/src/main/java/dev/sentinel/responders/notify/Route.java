package dev.sentinel.responders.notify;

import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Severity;
import java.util.List;
import java.util.Optional;

/**
 * Which news go to which channels; what a list leaves empty matches everything.
 *
 * @param suspicions whether incidents are told before they are open
 * @param plans whether what is planned, asked and done is told
 */
public record Route(
        Severity least,
        List<String> clusters,
        List<String> patterns,
        List<String> channels,
        boolean suspicions,
        boolean plans,
        Optional<QuietHours> quiet) {

    public Route {
        clusters = List.copyOf(clusters);
        patterns = List.copyOf(patterns);
        channels = List.copyOf(channels);
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("a route that leads nowhere");
        }
    }

    boolean concerns(Incident incident) {
        return incident.getSeverity().getNumber() >= least.getNumber()
                && (clusters.isEmpty() || clusters.contains(incident.getCluster()))
                && (patterns.isEmpty() || patterns.contains(incident.getPattern()));
    }
}
