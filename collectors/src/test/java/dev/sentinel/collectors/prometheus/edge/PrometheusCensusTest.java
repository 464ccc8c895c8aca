package dev.sentinel.collectors.prometheus.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.prometheus.Answers;
import dev.sentinel.collectors.prometheus.Server;
import dev.sentinel.collectors.prometheus.ServerReading;
import dev.sentinel.collectors.prometheus.ServerState;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Fixture;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Told;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.collectors.web.ClusterObjects;
import dev.sentinel.collectors.web.FakeSite;
import dev.sentinel.collectors.web.ServerCollector;
import dev.sentinel.collectors.web.Station;
import dev.sentinel.collectors.web.Ways;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that are found in a cluster, and what is remembered of them. */
@Timeout(300)
final class PrometheusCensusTest {
    private final FakeSite server = FakeSite.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_server_in_a_pod_is_found_once_asked_at_its_address_and_told_with_its_claim() {
        server.page("/-/ready", "Prometheus Server is Ready.")
                .page(
                        "/api/v1/status/tsdb",
                        "{\"data\": {\"headStats\": {\"minTime\": 1, \"maxTime\": 1780000000000}}}")
                .page("/metrics", "prometheus_tsdb_wal_corruptions_total 1\n");
        Resource pod = new Resource(new dev.sentinel.collectors.reading.Tree(
                Fixture.json("""
                {metadata: {name: 'prometheus-0', namespace: 'monitoring', creationTimestamp: '2026-02-21T10:00:00Z'},
                 spec: {containers: [{name: 'prometheus', args: ['--storage.tsdb.path=/prometheus'],
                          ports: [{name: 'web', containerPort: %d}], volumeMounts: [{name: 'db', mountPath: '/prometheus'}]}],
                        volumes: [{name: 'db', persistentVolumeClaim: {claimName: 'db-prometheus-0'}}]},
                 status: {podIP: '127.0.0.1'}}""".formatted(server.uri().getPort()))));
        ClusterObjects cluster = kind -> kind == ClusterObjects.Kind.POD ? List.of(pod, pod) : List.of();

        try (Station station = Station.of(collector(cluster))) {
            station.awaits("prometheus.wal.corrupted error prometheus.server/monitoring/prometheus-0");
            assertThat(Told.edges(station.events()))
                    .containsExactly(
                            "prometheus.server/monitoring/prometheus-0 -stored_on-> kubernetes.persistent_volume_claim/monitoring/db-prometheus-0");
        }
    }

    @Test
    void a_cluster_that_may_not_be_listed_is_told() {
        ClusterObjects cluster = kind -> {
            throw Unreachable.forbidden("list pods", "pods may not be listed");
        };
        assertThat(collector(cluster).examine()).singleElement().asString().contains("UNREADABLE", "may not be listed");
    }

    @Test
    void an_address_that_is_none_is_passed_over() {
        assertThat(Ways.plain().to("10.0.0.1:9090")).get().hasToString("http://10.0.0.1:9090");
        assertThat(Ways.plain().to("fd00::1:9090")).get().hasToString("http://[fd00::1]:9090");
        assertThat(Ways.plain().to("user:pass@evil:80")).isEmpty();
        assertThat(Ways.plain().to("a b")).isEmpty();
        assertThat(Ways.plain().to("")).isEmpty();
    }

    @Test
    void what_is_remembered_of_a_server_comes_back_as_it_was() throws Exception {
        ServerReading reading = new ServerReading(new Facts(new Witness("c", "prometheus", "i")));
        Server watched = new Server(
                Refs.of("prometheus.server", "a"), List.of(), Optional.of(Duration.ofMinutes(15)), Optional.of(1L));
        Answers starting = new Answers(
                Optional.of(503),
                Optional.of(false),
                Optional.empty(),
                Optional.of(Fixture.json("{data: {min: 0, max: 9, current: 2}}")),
                Optional.of("prometheus_tsdb_wal_storage_size_bytes 1000\nprometheus_tsdb_wal_corruptions_total 1\n"));
        Instant now = Instant.parse("2026-02-21T10:00:00Z");
        ServerState first =
                reading.read(Optional.empty(), watched, starting, now).state();
        Answers ready = new Answers(
                Optional.of(200),
                Optional.empty(),
                Optional.of(Fixture.json("{data: {headStats: {minTime: 1, maxTime: 2}}}")),
                Optional.empty(),
                starting.metrics());
        ServerState second = reading.read(Optional.of(first), watched, ready, now.plusSeconds(15))
                .state();
        JsonCodec<ServerState> codec = JsonCodec.of(ServerState.class);
        for (ServerState state : List.of(first, second)) {
            assertThat(codec.decode(codec.encode(state))).isEqualTo(state);
        }
        assertThat(first.replay()).isPresent();
        assertThat(second.head()).isPresent();
    }

    private static Collector collector(ClusterObjects cluster) {
        return PrometheusCollectors.of(new ServerCollector.Plan<>(
                Collector.Reach.CLUSTER,
                List.of(),
                Optional.of(new PrometheusCensus(cluster, Ways.plain())),
                new Rhythm(Duration.ofMillis(100), Duration.ofSeconds(30)),
                10));
    }
}
