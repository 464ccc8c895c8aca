package dev.sentinel.responders.trial;

import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.Parameter;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.runbooks.Vocabulary;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.Connection;
import dev.sentinel.responders.targets.kubernetes.KubernetesActions;
import dev.sentinel.responders.targets.longhorn.LonghornActions;
import dev.sentinel.v1.RiskTier;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be done, as those declare it who do it; nobody is asked to. */
public final class Acts {
    private Acts() {}

    public static Vocabulary vocabulary() {
        return new Vocabulary(all(), Guards.shipped().names());
    }

    public static Declaration named(String name) {
        return all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public static List<Declaration> all() {
        InstantSource clock = () -> Instant.EPOCH;
        try (var cluster = new Cluster(
                new Connection.Address(URI.create("http://127.0.0.1:1"), Optional.empty(), Optional.empty()),
                Duration.ofSeconds(1))) {
            var real = Stream.concat(
                            KubernetesActions.of(cluster, clock).stream(),
                            LonghornActions.of(cluster, "longhorn-system", clock).stream())
                    .map(Action::declaration);
            return Stream.concat(real, others()).toList();
        }
    }

    /** Of targets that are no cluster's API. */
    private static Stream<Declaration> others() {
        return Stream.of(
                new Declaration(
                        "nomad.job.stop",
                        "a job stops",
                        RiskTier.RISK_TIER_REVERSIBLE,
                        List.of("nomad.job"),
                        List.of(),
                        List.of(),
                        Duration.ofSeconds(30),
                        new WayBack.By("nomad.job.start", Duration.ofDays(1)),
                        "submit-job",
                        List.of()),
                new Declaration(
                        "evidence.collect",
                        "a bundle",
                        RiskTier.RISK_TIER_READ,
                        List.of("kubernetes.node", "longhorn.volume", "longhorn.instance_manager", "prometheus.server"),
                        List.of(Parameter.optional("incident", Parameter.Type.TEXT, "which incident it is kept for")),
                        List.of(),
                        Duration.ofMinutes(5),
                        new WayBack.Unchanging(),
                        "get, list",
                        List.of()),
                new Declaration(
                        "files.park",
                        "park files aside",
                        RiskTier.RISK_TIER_DESTRUCTIVE,
                        List.of("kubernetes.statefulset"),
                        List.of(),
                        List.of(),
                        Duration.ofMinutes(10),
                        new WayBack.Never("the next start commits it", "samples since the last block"),
                        "create jobs.batch",
                        List.of()));
    }
}
