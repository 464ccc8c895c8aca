package dev.sentinel.responders.runbooks;

import dev.sentinel.responders.situation.Situation;
import dev.sentinel.responders.situation.Sources;
import dev.sentinel.v1.Incident;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The ways in which a step finds its targets. */
// The lists are copies and the ways have no state.
@SuppressWarnings("ImmutableEnumChecker")
public enum Finder {
    PIVOT("pivot", List.of(), List.of(), Surroundings::pivot),
    NODE("node", List.of("kubernetes.node"), List.of(Sources.NODES), Surroundings::node),
    LONGHORN_NODE(
            "longhorn-node",
            List.of("longhorn.node"),
            List.of(Sources.NODES, Sources.LONGHORN_NODES),
            Surroundings::longhornNode),
    VOLUMES("volumes", List.of("longhorn.volume"), List.of(Sources.VOLUMES, Sources.CLAIMS), Surroundings::volumes),
    /** Workloads whose claims stand on the affected volumes. */
    WRITERS("writers", List.of("kubernetes.statefulset", "kubernetes.deployment"), writing(), Surroundings::writers),
    /** Resources of the operator for Prometheus that are hurt, or keep one of the writers. */
    PROMETHEUSES("prometheuses", List.of("monitoring.prometheus"), writing(), Surroundings::prometheuses),
    /** What in a repository's keeping restores the writers, and has to be suspended first. */
    KEEPERS(
            "keepers",
            List.of("argoproj.application", "kustomize.kustomization", "helm.helmrelease"),
            writing(),
            Surroundings::keepers),
    NOMAD_JOBS("nomad-jobs", List.of("nomad.job"), List.of(), Surroundings::nomadJobs),
    AUTO_BALANCE(
            "auto-balance-setting",
            List.of("longhorn.setting"),
            List.of(Sources.SETTINGS),
            surroundings -> surroundings.setting("replica-auto-balance")),
    AUTO_SALVAGE(
            "auto-salvage-setting",
            List.of("longhorn.setting"),
            List.of(Sources.SETTINGS),
            surroundings -> surroundings.setting("auto-salvage"));

    private final String word;
    private final List<String> kinds;
    private final List<String> needs;
    private final Function<Surroundings, Found> way;

    Finder(String word, List<String> kinds, List<String> needs, Function<Surroundings, Found> way) {
        this.word = word;
        this.kinds = kinds;
        this.needs = needs;
        this.way = way;
    }

    private static List<String> writing() {
        return List.of(
                Sources.VOLUMES,
                Sources.CLAIMS,
                Sources.PODS,
                Sources.STATEFULSETS,
                Sources.DEPLOYMENTS,
                Sources.PROMETHEUSES);
    }

    String word() {
        return word;
    }

    /** What it can find; empty when that depends on the incident. */
    List<String> kinds() {
        return kinds;
    }

    static Optional<Finder> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Finder::word).toList();
    }

    /** Looks; what was not read makes the answer unknown, never empty. */
    public Found find(Incident incident, Situation situation) {
        return situation.unread().stream()
                .filter(each -> needs.contains(each.what()))
                .findFirst()
                .<Found>map(each -> new Found.NotKnown("%s could not be read: %s".formatted(each.what(), each.why())))
                .orElseGet(() -> way.apply(new Surroundings(incident, situation)));
    }
}
