package dev.sentinel.responders.trial;

import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Catalog;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.runbooks.Vocabulary;
import dev.sentinel.responders.targets.evidence.CollectEvidence;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.Connection;
import dev.sentinel.responders.targets.kubernetes.KubernetesActions;
import dev.sentinel.responders.targets.longhorn.LonghornActions;
import dev.sentinel.responders.targets.nomad.Nomad;
import dev.sentinel.responders.targets.nomad.NomadActions;
import dev.sentinel.responders.targets.web.Web;
import dev.sentinel.v1.RiskTier;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be done, as those declare it who do it; nobody is asked to. */
public final class Acts {
    private static final int LARGEST_ANSWER = 1 << 20;

    private Acts() {}

    public static Vocabulary vocabulary() {
        return new Vocabulary(
                all(),
                Guards.shipped().names(),
                List.of("longhorn.rebuild.completed", "longhorn.volume.state_changed"));
    }

    public static Declaration named(String name) {
        return all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public static List<Declaration> all() {
        return Stream.concat(catalog().all().stream().map(Action::declaration), invented())
                .toList();
    }

    /** The real ones, none of which reaches anything. */
    public static Catalog catalog() {
        InstantSource clock = () -> Instant.EPOCH;
        var nobody = new Web(Web.Address.open(URI.create("http://127.0.0.1:1")), Duration.ofSeconds(1), LARGEST_ANSWER);
        var shelf = new CollectEvidence.Shelf(Path.of("."), 1);
        try (var cluster = new Cluster(
                new Connection.Address(URI.create("http://127.0.0.1:1"), Optional.empty(), Optional.empty()),
                Duration.ofSeconds(1))) {
            return new Catalog(Stream.of(
                            KubernetesActions.of(cluster, clock),
                            LonghornActions.of(cluster, "longhorn-system", clock),
                            NomadActions.of(new Nomad(nobody), clock),
                            List.<Action>of(new CollectEvidence(cluster, "longhorn-system", shelf, Map.of(), clock)))
                    .<Action>flatMap(List::stream)
                    .toList());
        }
    }

    /** Nothing that can be done destroys; what would is invented. */
    private static Stream<Declaration> invented() {
        return Stream.of(new Declaration(
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
