package dev.sentinel.responders.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.targets.alertmanager.Alertmanager;
import dev.sentinel.responders.targets.alertmanager.Expire;
import dev.sentinel.responders.targets.alertmanager.Silence;
import dev.sentinel.responders.targets.evidence.CollectEvidence;
import dev.sentinel.responders.targets.host.DirectRead;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.KubernetesActions;
import dev.sentinel.responders.targets.longhorn.LonghornActions;
import dev.sentinel.responders.targets.nomad.Nomad;
import dev.sentinel.responders.targets.nomad.NomadActions;
import dev.sentinel.responders.targets.web.Web;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page for people says what the declarations say. */
final class ActionsPageTest {
    private static final Path PAGE = Path.of(System.getProperty("sentinel.root", ".."), "docs", "actions.md");

    @Test
    void the_page_lists_every_act_as_it_is_declared() throws IOException {
        List<String> told = Files.readAllLines(PAGE).stream()
                .filter(each -> each.startsWith("| `"))
                .toList();

        assertThat(told).containsExactlyElementsOf(declared());
    }

    private static List<String> declared() {
        URI nowhere = URI.create("http://127.0.0.1:1");
        Duration second = Duration.ofSeconds(1);
        InstantSource clock = () -> Instant.EPOCH;
        try (Cluster cluster = Ground.at(nowhere, second);
                Web web = new Web(Web.Address.open(nowhere), second, 1)) {
            List<Action> actions = new ArrayList<>(KubernetesActions.of(cluster, clock));
            actions.addAll(LonghornActions.of(cluster, "longhorn-system", clock));
            actions.addAll(NomadActions.of(new Nomad(web), clock));
            actions.add(new Silence(new Alertmanager(web), clock));
            actions.add(new Expire(new Alertmanager(web), clock));
            actions.add(new DirectRead("m-1", clock));
            actions.add(new CollectEvidence(
                    cluster, "longhorn-system", new CollectEvidence.Shelf(Path.of("bundles"), 1), Map.of(), clock));
            return Targets.catalog(List.of(new Targets.Site("east", actions))).all().stream()
                    .map(each -> row(each.declaration()))
                    .toList();
        }
    }

    private static String row(Declaration act) {
        String parameters = String.join(
                ", ",
                act.parameters().stream()
                        .map(each -> "`%s`%s".formatted(each.name(), each.required() ? "" : "?"))
                        .toList());
        return "| `%s` %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        act.name(),
                        parameters,
                        act.summary(),
                        act.tier().name().replace("RISK_TIER_", "").toLowerCase(Locale.ROOT),
                        String.join(", ", act.targets()),
                        act.permission(),
                        switch (act.wayBack()) {
                            case WayBack.Unchanging any -> "changes nothing";
                            case WayBack.By by ->
                                "`%s` within %s".formatted(by.action(), by.due().toHours() + " h");
                            case WayBack.Never never -> "none: " + never.reason();
                        },
                        String.join(". ", act.sideEffects()))
                .replaceAll(" +", " ");
    }
}
