package dev.sentinel.collectors.kubernetes.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others ask of a cluster, and what a doctor hears of it. */
class ClusterTest {
    private static final ObjectKind PODS = ObjectKind.namespaced("", "v1", "pods", "Pod");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ScriptedApi api = new ScriptedApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void lists_objects_and_gets_one() throws IOException {
        api.has("{apiVersion: 'v1', kind: 'Pod', metadata: {name: 'a', namespace: 'one'}}");
        api.has("{apiVersion: 'v1', kind: 'Pod', metadata: {name: 'b', namespace: 'two'}}");
        try (Cluster cluster = Cluster.at(api.connection(), TIMEOUT)) {
            List<String> names = new ArrayList<>();
            assertThat(cluster.each(PODS, "", "", pod -> names.add(name(pod)))).isTrue();
            assertThat(names).containsExactly("a", "b");
            names.clear();
            assertThat(cluster.each(PODS, "two", "", pod -> names.add(name(pod))))
                    .isTrue();
            assertThat(names).containsExactly("b");
            assertThat(cluster.each(ObjectKind.namespaced("none.example", "v1", "things", "Thing"), "", "", each -> {}))
                    .isFalse();
        }
    }

    @Test
    void reads_a_log_up_to_a_limit_and_as_long_as_it_is_wanted() throws Exception {
        try (Cluster cluster = Cluster.at(api.connection(), TIMEOUT)) {
            List<String> lines = new ArrayList<>();
            cluster.log(log(10), lines::add);
            assertThat(lines).hasSize(3).last().isEqualTo("2026-11-21T10:00:00.3Z three");
            lines.clear();
            cluster.log(log(2), lines::add);
            assertThat(lines).hasSize(2);
            lines.clear();
            cluster.log(log(10), line -> {
                lines.add(line);
                return false;
            });
            assertThat(lines).hasSize(1);
            assertThat(api.requests()).anyMatch(request -> request.contains("sinceTime=2026-11-21T09"));
        }
    }

    @Test
    void reads_a_kubeconfig_file_when_it_is_asked_and_says_what_is_wrong_with_it(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: here, cluster: {server: '%s'}}]
                users: [{name: me, user: {token: secret}}, {name: you, user: {token: other}}]
                contexts: [{name: mine, context: {cluster: here, user: me}}, {name: yours, context: {cluster: here, user: you}}]
                current-context: yours
                """.formatted(api.url()));
        api.wants("secret");
        try (Cluster cluster = Cluster.at(new Connection.Kubeconfig(file, "mine"), TIMEOUT)) {
            assertThat(cluster.isOne()).isTrue();
        }
        try (Cluster cluster = Cluster.at(new Connection.Kubeconfig(file, ""), TIMEOUT)) {
            assertThatThrownBy(cluster::isOne).hasMessageContaining("(401)");
        }
        try (Cluster cluster = Cluster.at(new Connection.Kubeconfig(file, "theirs"), TIMEOUT)) {
            assertThatThrownBy(cluster::isOne).hasMessageContaining("has no context \"theirs\"");
        }
        try (Cluster cluster = Cluster.at(new Connection.Kubeconfig(folder.resolve("none"), ""), TIMEOUT)) {
            assertThatThrownBy(cluster::isOne).isInstanceOf(IOException.class).hasMessageContaining("none");
        }
    }

    @Test
    void tells_a_name_that_is_not_known_from_a_port_that_is_closed() {
        assertThat(cause("https://no-such-api.invalid"))
                .isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_NAME_NOT_RESOLVED);
        assertThat(cause("http://127.0.0.1:9")).isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_REFUSED);
    }

    @Test
    void a_doctor_hears_the_rule_to_add() {
        api.forbids("pods");
        List<Check> checks = new KubernetesCollector(KubernetesSettings.of(api.connection())).examine();
        assertThat(checks)
                .filteredOn(check -> check.source().equals("pods"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.verdict()).isEqualTo(Check.Verdict.UNREADABLE);
                    assertThat(check.detail())
                            .contains("- {apiGroups: [\"\"], resources: [pods], verbs: [get, list, watch]}");
                });
        assertThat(checks)
                .filteredOn(check -> check.source().equals("prometheuses.monitoring.coreos.com"))
                .singleElement()
                .satisfies(check -> assertThat(check.verdict()).isEqualTo(Check.Verdict.NOTEWORTHY));
    }

    @Test
    void a_doctor_hears_once_that_nobody_answers() {
        Connection nowhere =
                new Connection.Address(URI.create("http://127.0.0.1:9"), Optional.empty(), Optional.empty());
        assertThat(new KubernetesCollector(KubernetesSettings.of(nowhere)).examine())
                .singleElement()
                .satisfies(check -> assertThat(check.detail()).contains("does not take connections"));
    }

    private static UnreachableCause cause(String url) {
        try (Cluster cluster =
                Cluster.at(new Connection.Address(URI.create(url), Optional.empty(), Optional.empty()), TIMEOUT)) {
            cluster.isOne();
            return UnreachableCause.UNREACHABLE_CAUSE_UNSPECIFIED;
        } catch (Unreachable e) {
            return e.why();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static PodLog log(long lines) {
        return new PodLog("one", "a", "main", Optional.of(Instant.parse("2026-11-21T09:00:00Z")), lines);
    }

    private static String name(JsonNode pod) {
        return pod.path("metadata").path("name").asText();
    }
}
