package dev.sentinel.responders.targets.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.lab.api.ApiServer;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Disks;
import dev.sentinel.lab.world.World;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.targets.Ground;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConnectionTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final ApiServer api = open();

    private static ApiServer open() {
        try {
            return ApiServer.open(new Stage(new World(7, Ground.BEGIN, Disks.none())), 0, "second");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void secret() throws IOException {
        Files.writeString(folder.resolve("token"), "first\n");
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static void isWelcome(Cluster cluster) throws NoAnswer {
        assertThat(cluster.has(Kinds.NODE)).isTrue();
    }

    private static void isTurnedAway(Cluster cluster) {
        assertThatThrownBy(() -> cluster.has(Kinds.NODE)).isInstanceOfSatisfying(NoAnswer.class, each -> {
            assertThat(each.why()).isEqualTo(NoAnswer.Why.FORBIDDEN);
            assertThat(each.getMessage()).contains("renew it");
        });
    }

    @Test
    void a_token_that_was_changed_is_used_from_the_next_request_on() throws IOException, NoAnswer {
        Path token = folder.resolve("token");
        try (Cluster cluster =
                new Cluster(new Connection.Address(api.uri(), Optional.of(token), Optional.empty()), LIMIT)) {
            isTurnedAway(cluster);
            Files.writeString(token, "second\n");
            isWelcome(cluster);
            Files.delete(token);
            isTurnedAway(cluster);
        }
    }

    @Test
    void a_kubeconfig_is_read_with_the_context_that_is_named() throws IOException, NoAnswer {
        Path file = Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: wrong
                clusters: [{name: here, cluster: {server: "%s"}}]
                users: [{name: a, user: {token: first}}, {name: b, user: {token: second}}]
                contexts:
                  - {name: wrong, context: {cluster: here, user: a}}
                  - {name: right, context: {cluster: here, user: b}}
                """.formatted(api.uri()));
        try (Cluster right = new Cluster(new Connection.Kubeconfig(file, "right"), LIMIT);
                Cluster current = new Cluster(new Connection.Kubeconfig(file, ""), LIMIT);
                Cluster none = new Cluster(new Connection.Kubeconfig(file, "none"), LIMIT)) {
            isWelcome(right);
            isTurnedAway(current);
            assertThatThrownBy(() -> none.has(Kinds.NODE)).hasMessageContaining("has no context \"none\"");
            assertThat(right.endpoint()).endsWith("config#right");
        }
    }

    @Test
    void inside_of_a_pod_the_environment_says_where_the_api_is() {
        Connection.Address address =
                Connection.inCluster(Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "6443"));

        assertThat(address.url()).isEqualTo(URI.create("https://[fd00::1]:6443"));
        assertThat(address.tokenFile()).isPresent();
        assertThatThrownBy(() -> Connection.inCluster(Map.of())).hasMessageContaining("this is no pod");
    }

    @Test
    void what_is_no_address_is_refused() {
        assertThatThrownBy(() -> new Connection.Address(URI.create("file:///etc"), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_closed_connection_asks_nobody() {
        Cluster cluster = Ground.at(api.uri(), LIMIT);
        cluster.close();

        assertThatThrownBy(() -> cluster.has(Kinds.NODE)).hasMessageContaining("was closed");
    }
}
