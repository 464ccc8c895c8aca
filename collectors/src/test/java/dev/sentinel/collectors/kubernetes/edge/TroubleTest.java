package dev.sentinel.collectors.kubernetes.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinel.v1.CollectorCondition;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an API does on bad days, and that every change is seen in the end. */
class TroubleTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final ScriptedApi api = new ScriptedApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void sees_what_happens_after_watches_were_dropped() {
        try (Sitting sitting = sitting(api.connection())) {
            api.has(node("agent-1"));
            joined(sitting, "agent-1");
            api.dropsWatches();
            api.has(node("agent-2"));
            joined(sitting, "agent-2");
            assertThat(sitting.told.of("source.unreachable")).isEmpty();
        }
    }

    @Test
    void lists_again_when_its_version_is_gone() {
        try (Sitting sitting = sitting(api.connection())) {
            api.has(node("agent-1"));
            api.has(node("agent-2"));
            joined(sitting, "agent-2");
            api.lacks(node("agent-1"));
            api.has(node("agent-3"));
            api.compacts();
            joined(sitting, "agent-3");
            removed(sitting, "agent-1");
        }
    }

    @Test
    void lists_again_when_the_api_came_back_with_an_older_history() {
        try (Sitting sitting = sitting(api.connection())) {
            api.has(node("agent-1"));
            joined(sitting, "agent-1");
            api.losesItsHistory();
            api.has(node("agent-2"));
            joined(sitting, "agent-2");
            assertThat(sitting.told.of("kubernetes.node.joined")).hasSize(2);
        }
    }

    @Test
    void says_that_the_api_is_away_and_goes_on_when_it_is_back() {
        api.has(node("agent-1"));
        try (Sitting sitting = sitting(api.connection())) {
            joined(sitting, "agent-1");
            api.stops();
            unreachable(sitting, UnreachableCause.UNREACHABLE_CAUSE_REFUSED);
            api.lacks(node("agent-1"));
            api.starts();
            removed(sitting, "agent-1");
            await().atMost(SOON)
                    .until(() -> !sitting.told.of("source.recovered").isEmpty());
        }
    }

    @Test
    void spells_the_permission_that_is_missing_and_reads_everything_else() {
        api.forbids("pods");
        api.has(node("agent-1"));
        try (Sitting sitting = sitting(api.connection())) {
            joined(sitting, "agent-1");
            await().atMost(SOON)
                    .until(() -> sitting.told.of("collector.health_changed").stream()
                            .anyMatch(event -> event.getCollectorHealthChanged().getCondition()
                                    == CollectorCondition.COLLECTOR_CONDITION_DEGRADED));
            Event health = sitting.told.of("collector.health_changed").getFirst();
            assertThat(health.getCollectorHealthChanged().getMissingPermissionsList())
                    .containsExactly("list pods in all namespaces");
        }
    }

    @Test
    void notices_a_token_that_was_rotated(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "first\n");
        api.wants("first");
        try (Sitting sitting = sitting(api.connection(file))) {
            api.has(node("agent-1"));
            joined(sitting, "agent-1");
            api.wants("second");
            unreachable(sitting, UnreachableCause.UNREACHABLE_CAUSE_UNAUTHENTICATED);
            Files.writeString(file, "second");
            api.has(node("agent-2"));
            joined(sitting, "agent-2");
        }
    }

    @Test
    void says_that_the_api_is_too_slow() {
        api.answersAfter(3_000);
        try (Sitting sitting = sitting(api.connection())) {
            unreachable(sitting, UnreachableCause.UNREACHABLE_CAUSE_TIMEOUT);
        }
    }

    @Test
    void a_kind_that_is_not_installed_is_no_trouble_and_is_watched_once_it_is() {
        try (Sitting sitting = sitting(api.connection())) {
            api.has(node("agent-1"));
            joined(sitting, "agent-1");
            assertThat(sitting.told.of("source.unreachable")).isEmpty();
        }
    }

    private static Sitting sitting(Connection connection) {
        return new Sitting(new KubernetesCollector(new KubernetesSettings(
                connection,
                Duration.ofSeconds(1),
                "longhorn-system",
                List.of(ObjectKind.namespaced("monitoring.coreos.com", "v1", "prometheuses", "Prometheus")),
                1_000)));
    }

    private static void joined(Sitting sitting, String node) {
        await().atMost(SOON).until(() -> isAbout(sitting.told.of("kubernetes.node.joined"), node));
    }

    private static void removed(Sitting sitting, String node) {
        await().atMost(SOON).until(() -> isAbout(sitting.told.of("kubernetes.node.removed"), node));
    }

    private static void unreachable(Sitting sitting, UnreachableCause cause) {
        await().atMost(SOON)
                .until(() -> sitting.told.of("source.unreachable").stream()
                        .anyMatch(event -> event.getSourceUnreachable().getCause() == cause));
    }

    private static boolean isAbout(List<Event> events, String node) {
        return events.stream().anyMatch(event -> event.getSubject().getName().equals(node));
    }

    private static String node(String name) {
        return """
                {apiVersion: 'v1', kind: 'Node', metadata: {name: '%s'},
                 status: {conditions: [{type: 'Ready', status: 'True'}], nodeInfo: {bootID: 'b1'}}}""".formatted(name);
    }
}
