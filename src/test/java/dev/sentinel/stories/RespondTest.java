package dev.sentinel.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinel.harness.Shared;
import dev.sentinel.lab.api.ApiServer;
import dev.sentinel.lab.outside.SlackServer;
import dev.sentinel.lab.stage.Pace;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.stage.VolumeFolders;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.cluster.Cluster;
import dev.sentinel.lab.world.faults.Faults;
import dev.sentinel.lab.world.faults.Sentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole program on a simulated cluster, with RabbitMQ and PostgreSQL: from a node that joins to a switch that is turned, once,
 * by whom the policy says.
 */
final class RespondTest {
    private static final Pattern PLAN = Pattern.compile("(?m)^(plan-\\S+|\\S+)\\s+waiting for approval");

    @TempDir
    Path folder;

    @Test
    void a_new_node_is_quarantined_when_somebody_else_than_the_asker_agrees_and_not_before() throws IOException {
        Cluster cluster = Cluster.found(
                11, Instant.now().minus(Duration.ofHours(2)), new VolumeFolders(folder.resolve("volumes")), Map.of());
        List.of("agent-1", "agent-2", "agent-3", "agent-5", "agent-6").forEach(node -> cluster.joins(node, Map.of()));
        Stage stage = new Stage(cluster.world());
        stage.advance(Instant.now().minus(Duration.ofMinutes(2)));
        // So long ago that its storage knows it, and not long enough to have proven itself.
        stage.play(world -> new Faults(cluster).happen(Sentence.read("join node agent-4")));
        stage.advance(Instant.now());
        try (SlackServer slack = SlackServer.open(InstantSource.system(), 0, "#storage");
                ApiServer api = ApiServer.open(stage, 0);
                Pace pace = Pace.start(stage, Clock.systemUTC(), 1)) {
            Home home = Home.on(
                            folder,
                            Shared.rabbit().freshVirtualHost(),
                            Shared.postgres().freshDatabase())
                    .and("""
                            collectors:
                              api: {url: "%s"}
                              kubernetes: {}
                              longhorn: {metrics: false}
                            responders:
                              quarantine: {on-join: true, watch: 1h}
                              people:
                                - {id: asks, roles: [operator], token-file: asks.token}
                                - {id: agrees, roles: [approver], token-file: agrees.token}
                              notify:
                                slack: {token-file: slack.token, channel: "#storage", api: "%s", allow-private: true}
                            """.formatted(api.uri(), slack.api()));
            secret("asks.token", "a-long-word");
            secret("agrees.token", "another-long-word");
            secret("slack.token", slack.token());
            try (Running running = home.run()) {
                String at = running.address().getAuthority();
                String plan = waiting(home, at);

                Home.Result shown = home.command("plans", "show", plan, "--server", at, "--token-file", token("asks"));
                assertThat(shown.succeeded().out())
                        .contains("spec.allowScheduling: true -> false", "longhorn.node.scheduling.on");
                assertThat(home.command("approve", plan, "--server", at).exit()).isEqualTo(4);
                assertThat(home.command("approve", plan, "--server", at, "--token-file", token("asks"))
                                .exit())
                        .isEqualTo(4);
                assertThat(allowed(stage)).isTrue();

                home.command("approve", plan, "--server", at, "--token-file", token("agrees"))
                        .succeeded();
                await().atMost(Home.PATIENCE).until(() -> !allowed(stage));
                await().atMost(Home.PATIENCE)
                        .until(() -> home.command("quarantine", "list", "--server", at, "--token-file", token("agrees"))
                                .succeeded()
                                .out()
                                .contains("agent-4"));

                String audit = home.command("audit", "list", "--server", at, "--token-file", token("agrees"))
                        .succeeded()
                        .out();
                assertThat(audit).contains("approval refused", "approved", "step intended", "step finished");
                assertThat(home.command("audit", "verify", "--server", at, "--token-file", token("agrees"))
                                .succeeded()
                                .out())
                        .contains("intact");
                assertThat(home.command("policy", "report", "--server", at, "--token-file", token("asks"))
                                .succeeded()
                                .out())
                        .contains("longhorn.node.scheduling.off", "approve", "BAD OUTCOMES");
                assertThat(home.command(
                                        "policy",
                                        "trust",
                                        "longhorn.node.scheduling.off",
                                        "--reason",
                                        "nothing is held against it",
                                        "--server",
                                        at,
                                        "--token-file",
                                        token("agrees"))
                                .exit())
                        .isEqualTo(3);
                assertThat(pace.walks()).isTrue();
                assertThat(running.stop()).isZero();
            }
        }
    }

    private String waiting(Home home, String at) {
        return await().atMost(Home.PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .until(
                        () -> PLAN.matcher(home.command(
                                        "plans", "list", "--waiting", "--server", at, "--token-file", token("asks"))
                                .succeeded()
                                .out()),
                        Matcher::find)
                .group(1);
    }

    private static boolean allowed(Stage stage) {
        return stage.look(world -> world.store().all(Kinds.LH_NODE).stream()
                .filter(node -> node.path("metadata").path("name").asText().equals("agent-4"))
                .allMatch(node -> node.path("spec").path("allowScheduling").asBoolean()));
    }

    private String token(String name) {
        return folder.resolve(name + ".token").toString();
    }

    private void secret(String name, String value) throws IOException {
        Path file = Files.writeString(folder.resolve(name), value);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
