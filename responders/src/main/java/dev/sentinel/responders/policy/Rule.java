package dev.sentinel.responders.policy;

import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.RiskTier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One rule; the first that fits decides. What it does not name fits always.
 *
 * @param actions names, or beginnings that end in "*"
 * @param labels each of them must be on the target
 * @param during the window in which it fits
 * @param outside the window in which it does not
 */
record Rule(
        String name,
        List<String> actions,
        Set<RiskTier> tiers,
        List<String> clusters,
        List<String> patterns,
        Map<String, String> labels,
        Optional<Window> during,
        Optional<Window> outside,
        PolicyMode mode,
        int approvals) {

    Rule {
        actions = List.copyOf(actions);
        tiers = Set.copyOf(tiers);
        clusters = List.copyOf(clusters);
        patterns = List.copyOf(patterns);
        labels = Map.copyOf(labels);
    }

    boolean fits(Matter matter, Instant now) {
        return named(actions, matter.action())
                && (tiers.isEmpty() || tiers.contains(matter.tier()))
                && named(clusters, matter.cluster())
                && named(patterns, matter.pattern())
                && matter.labels().entrySet().containsAll(labels.entrySet())
                && during.map(window -> window.covers(now)).orElse(true)
                && outside.map(window -> !window.covers(now)).orElse(true);
    }

    private static boolean named(List<String> names, String name) {
        return names.isEmpty() || names.stream().anyMatch(each -> matches(each, name));
    }

    static boolean matches(String written, String name) {
        return written.endsWith("*")
                ? name.startsWith(written.substring(0, written.length() - 1))
                : written.equals(name);
    }
}
