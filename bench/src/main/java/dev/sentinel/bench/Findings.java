package dev.sentinel.bench;

import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the core told of a feed: which sequences it found, what else opened, and a fingerprint of every word of it. */
final class Findings {
    private final Map<Integer, Integer> sequences = new HashMap<>();
    private final Map<String, Set<String>> opened = new TreeMap<>();
    private final Map<String, Boolean> nodes = new HashMap<>();
    private final MessageDigest digest;
    private int found;

    Findings(Feed feed) {
        feed.sequences.forEach(each -> sequences.put(each.last(), each.node()));
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256, this one does not", e);
        }
    }

    /** What the event at this place of the feed changed. */
    void add(int place, Iterable<Incident> told) {
        for (var incident : told) {
            digest.update(incident.toByteArray());
            var isComplete = isComplete(incident);
            if (isComplete) {
                opened.computeIfAbsent(incident.getPattern(), unused -> new HashSet<>())
                        .add(incident.getId());
            }
            if (incident.getPattern().equals(Shipped.HEADLINE)) {
                nodes.put(incident.getPivot().getName(), isComplete);
            }
        }
        var node = sequences.get(place);
        found += node != null && nodes.getOrDefault("node-" + node, false) ? 1 : 0;
    }

    /** It is open, and rests on more than a suspicion. */
    private static boolean isComplete(Incident incident) {
        var isOpen = incident.getState() == IncidentState.INCIDENT_STATE_OPEN
                || incident.getState() == IncidentState.INCIDENT_STATE_MONITORING
                || incident.getState() == IncidentState.INCIDENT_STATE_REOPENED;
        return isOpen
                && (!incident.getPattern().equals(Shipped.HEADLINE)
                        || incident.getEvidenceList().stream()
                                .anyMatch(evidence -> evidence.getClause().equals("head_stale")));
    }

    void print() {
        System.out.printf(Locale.ROOT, "sequences found %d of %d%n", found, sequences.size());
        opened.forEach((pattern, ids) -> System.out.printf(Locale.ROOT, "  %s opened %d%n", pattern, ids.size()));
        System.out.printf(
                "  fingerprint of all that was told: %s%n", HexFormat.of().formatHex(digest.digest()));
    }
}
