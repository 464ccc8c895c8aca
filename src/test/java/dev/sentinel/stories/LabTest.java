package dev.sentinel.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sentinel.collectors.prometheus.Answers;
import dev.sentinel.collectors.prometheus.Server;
import dev.sentinel.collectors.prometheus.ServerReading;
import dev.sentinel.collectors.prometheus.ServerState;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.lab.api.ApiServer;
import dev.sentinel.lab.servers.edge.Servers;
import dev.sentinel.lab.stage.Pace;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.stage.VolumeFolders;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.VolumeIo;
import dev.sentinel.lab.world.cluster.Cluster;
import dev.sentinel.lab.world.faults.Fault;
import dev.sentinel.lab.world.faults.Faults;
import dev.sentinel.lab.world.faults.Sentence;
import dev.sentinel.v1.Event;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    @Test
    void a_prometheus_and_a_loki_on_a_failing_volume_are_told_by_what_they_answer_and_write() throws IOException {
        Instant before = Instant.now().minus(Duration.ofMinutes(10));
        Cluster cluster = Cluster.found(9, before, new VolumeFolders(folder.resolve("volumes")), Map.of());
        List.of("agent-1", "agent-2").forEach(node -> cluster.joins(node, Map.of()));
        var unused = cluster.prometheus("monitoring", "k8s", "4Gi");
        unused = cluster.loki("monitoring", "loki", "4Gi");
        Stage stage = new Stage(cluster.world());
        Faults faults = new Faults(cluster);
        try (Servers servers = Servers.open(stage, cluster);
                ApiServer api = ApiServer.open(stage, 0)) {
            stage.advance(Instant.now());
            Home home = Home.embedded(folder).reading("""
                    api: {url: "%s"}
                    podlogs: {namespaces: monitoring}
                    prometheus: {discover: true, every: 5s}
                    loki: {discover: true, every: 5s}
                    """.formatted(api.uri()));
            try (Pace pace = Pace.start(stage, Clock.systemUTC(), 1);
                    Running running = home.run()) {
                hears(running, "prometheus", "prometheus.head.observed");
                hears(running, "loki", "topology");
                stage.play(world -> world.devices()
                        .all()
                        .forEach(each -> faults.happen(new Fault.VolumeFeels(each.volume(), VolumeIo.EIO))));
                stage.play(world -> faults.happen(Sentence.read("exit pod monitoring/loki-0 with 1")));

                hears(running, "podlogs", "loki.start.failed");
                hears(running, "podlogs", "prometheus.wal.write_failed");
                hears(running, "prometheus", "prometheus.wal.write_failed");
                hears(running, "loki", "loki.readiness.changed");
                assertThat(servers.uri("monitoring/prometheus-k8s-0").getHost()).isEqualTo("127.0.0.1");
                assertThat(pace.walks()).isTrue();
                assertThat(running.stop()).isZero();
            }
        }
    }

    @Test
    void a_head_that_stands_still_is_read_as_stale_by_the_time_of_the_world() throws Exception {
        Cluster cluster = Cluster.found(
                10, Instant.parse("2026-01-01T00:00:00Z"), new VolumeFolders(folder.resolve("volumes")), Map.of());
        cluster.joins("agent-1", Map.of());
        var unused = cluster.prometheus("monitoring", "k8s", "4Gi");
        Stage stage = new Stage(cluster.world());
        try (Servers servers = Servers.open(stage, cluster)) {
            stage.advance(stage.now().plus(Duration.ofMinutes(3)));
            URI prometheus = servers.uri("monitoring/prometheus-k8s-0");
            stage.play(world ->
                    world.devices().all().forEach(each -> world.devices().becomes(each.volume(), VolumeIo.EIO)));
            ServerReading reading = new ServerReading(
                    new dev.sentinel.collectors.reading.Facts(new Witness("home", "prometheus", "here")));
            Server server = new Server(
                    Refs.of("prometheus.server", "monitoring", "prometheus-k8s-0"),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());
            List<Event> told = new ArrayList<>();
            Optional<ServerState> known = Optional.empty();
            for (int i = 0; i < 12; i++) {
                stage.advance(stage.now().plus(Duration.ofSeconds(15)));
                var read = reading.read(known, server, answers(prometheus), stage.now());
                known = Optional.of(read.state());
                told.addAll(read.events());
            }

            assertThat(told).anyMatch(Event::hasPrometheusHeadStale).anyMatch(Event::hasPrometheusWalWriteFailed);
            assertThat(told).noneMatch(Event::hasPrometheusHeadAdvancing);
        }
    }

    private static Answers answers(URI prometheus) throws IOException, InterruptedException {
        var ready = get(prometheus, "/-/ready");
        return new Answers(
                Optional.of(ready.statusCode()),
                Optional.empty(),
                Optional.of(new ObjectMapper()
                        .readTree(get(prometheus, "/api/v1/status/tsdb").body())),
                Optional.empty(),
                Optional.of(get(prometheus, "/metrics").body()));
    }

    private static HttpResponse<String> get(URI server, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
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
