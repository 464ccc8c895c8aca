package dev.sentinel.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinel.lab.api.ApiServer;
import dev.sentinel.lab.stage.Pace;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.stage.VolumeFolders;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.cluster.Cluster;
import dev.sentinel.lab.world.faults.Faults;
import dev.sentinel.lab.world.faults.Sentence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program on a cluster that breaks: the API is watched, facts become an incident, nobody told it what happened. */
final class LabTest {
    @TempDir
    Path folder;

    @Test
    void a_new_node_whose_instance_manager_crashes_is_named() throws IOException {
        Instant before = Instant.now().minus(Duration.ofMinutes(10));
        Cluster cluster = Cluster.found(7, before, new VolumeFolders(folder.resolve("volumes")), Map.of());
        List.of("agent-1", "agent-2", "agent-3").forEach(node -> cluster.joins(node, Map.of()));
        var unused = cluster.runs("apps", "rabbitmq", "rabbitmq", 1, "40Gi");
        Stage stage = new Stage(cluster.world());
        stage.advance(Instant.now());
        Faults faults = new Faults(cluster);
        try (ApiServer api = ApiServer.open(stage, 0);
                Pace pace = Pace.start(stage, Clock.systemUTC(), 1)) {
            Home home = Home.embedded(folder).reading("""
                    api: {url: "%s"}
                    kubernetes: {}
                    longhorn: {metrics: false}
                    """.formatted(api.uri()));
            try (Running running = home.run()) {
                hears(running, "kubernetes", "topology");
                hears(running, "longhorn", "topology");

                stage.play(world -> faults.happen(Sentence.read("join node agent-4")));
                hears(running, "kubernetes", "kubernetes.node.joined");
                hears(running, "longhorn", "longhorn.node.added");
                await().atMost(Home.PATIENCE).until(() -> managed(stage, "agent-4"));
                stage.play(world -> faults.happen(Sentence.read("crash instance-manager on agent-4")));

                await().atMost(Home.PATIENCE)
                        .pollInterval(Duration.ofSeconds(2))
                        .until(() -> home.command("incidents", "list")
                                .succeeded()
                                .out()
                                .contains("agent-4"));
                assertThat(home.command("doctor").succeeded().out()).contains("nodes");
                assertThat(pace.walks()).isTrue();
                assertThat(running.stop()).isZero();
            }
        }
    }

    @Test
    void servers_are_found_and_what_their_pods_write_is_read() throws IOException {
        Instant before = Instant.now().minus(Duration.ofMinutes(10));
        Cluster cluster = Cluster.found(8, before, new VolumeFolders(folder.resolve("volumes")), Map.of());
        List.of("agent-1", "agent-2").forEach(node -> cluster.joins(node, Map.of()));
        var unused = cluster.prometheus("monitoring", "k8s", "40Gi");
        Stage stage = new Stage(cluster.world());
        stage.advance(Instant.now());
        Faults faults = new Faults(cluster);
        try (ApiServer api = ApiServer.open(stage, 0);
                Pace pace = Pace.start(stage, Clock.systemUTC(), 1)) {
            Home home = Home.embedded(folder).reading("""
                    api: {url: "%s"}
                    podlogs: {namespaces: monitoring}
                    prometheus: {discover: true, every: 5s}
                    """.formatted(api.uri()));
            try (Running running = home.run()) {
                hears(running, "prometheus", "topology");
                await().atMost(Home.PATIENCE)
                        .until(
                                () -> running.get("/metrics")
                                        .body()
                                        .contains(
                                                "sentinel_collector_readings_total{collector=\"podlogs\",outcome=\"answered\",source=\"monitoring/"));
                stage.play(world -> faults.happen(Sentence.read(
                        "log of monitoring/prometheus-k8s-0 prometheus says ts=%s caller=scrape.go:1351 level=error component=\"scrape manager\" scrape_pool=node target=http://10.0.0.7:9100/metrics msg=\"Scrape commit failed\" err=\"write to WAL: log samples: write /prometheus/wal/00000012: input/output error\""
                                .formatted(stage.now()))));
                hears(running, "podlogs", "prometheus.wal.write_failed");
                // Nothing answers at the address of a simulated pod, which is what is said of it.
                hears(running, "prometheus", "source.unreachable");
                assertThat(pace.walks()).isTrue();
                assertThat(running.stop()).isZero();
            }
        }
    }

    private static void hears(Running running, String collector, String kind) {
        String counted = "sentinel_collector_events_total{collector=\"%s\",kind=\"%s\"}".formatted(collector, kind);
        await().atMost(Home.PATIENCE).until(() -> running.get("/metrics").body().contains(counted));
    }

    private static boolean managed(Stage stage, String node) {
        return stage.look(world -> world.store().all(Kinds.LH_INSTANCE_MANAGER).stream()
                .anyMatch(manager -> manager.path("spec")
                                .path("nodeID")
                                .asText()
                                .equals(node)
                        && manager.path("status").path("currentState").asText().equals("running")));
    }
}
