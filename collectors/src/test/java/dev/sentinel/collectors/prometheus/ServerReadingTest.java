package dev.sentinel.collectors.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Fixture;
import dev.sentinel.collectors.reading.Hostile;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Told;
import dev.sentinel.collectors.reading.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rounds of answers (telemetry-stores.md 1.6, and section 8, classes 0 and 3). */
class ServerReadingTest {
    private static final Facts FACTS = new Facts(new Witness("home", "prometheus", "leader"));
    private static final Instant START = Instant.parse("2026-02-21T10:00:00Z");
    private static final Server SERVER = new Server(
            Refs.of("prometheus.server", "monitoring", "prometheus-0"),
            List.of(Refs.of("kubernetes.pod", "monitoring", "prometheus-0")),
            Optional.of(Duration.ofMinutes(15)),
            Optional.of(10_000_000_000L));

    private final ServerReading reading = new ServerReading(FACTS);
    private Optional<ServerState> state = Optional.empty();

    @Test
    void a_head_that_stands_still_is_stale_by_two_readings_and_critical_when_it_lasts() {
        assertThat(at(0, ready(1_000, 10))).singleElement().asString().startsWith("prometheus.head.observed info");
        assertThat(at(60, ready(1_000, 10))).isEmpty();
        assertThat(at(120, ready(1_000, 10)))
                .singleElement()
                .asString()
                .startsWith("prometheus.head.stale warning")
                .contains(
                        "unchanged_readings: 3 first_to_last_reading_seconds: 120 ready: true active_target_count: 10");
        assertThat(at(180, ready(1_000, 10))).isEmpty();
        assertThat(at(300, ready(1_000, 10)))
                .anySatisfy(line -> assertThat(line).startsWith("prometheus.head.stale critical"));
        assertThat(at(360, ready(361_000, 10)))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("prometheus.head.advancing info")
                        .contains("stale_seconds: 360"));
    }

    @Test
    void a_head_without_targets_or_of_a_new_server_is_not_stale() {
        at(0, ready(1_000, 0));
        assertThat(at(600, ready(1_000, 0)))
                .noneSatisfy(line -> assertThat(line).contains("stale"));
        state = Optional.empty();
        Answers empty =
                answers(200, "{data: {headStats: {minTime: 9223372036854775807, maxTime: -9223372036854775808}}}", "");
        assertThat(at(0, empty)).isEmpty();
        assertThat(at(600, empty)).isEmpty();
    }

    @Test
    void staleness_is_seen_across_a_restart_of_the_collector() {
        at(0, ready(1_000, 10));
        // the state was kept in the store for an hour
        assertThat(at(3_600, ready(1_000, 10)))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("prometheus.head.stale critical")
                        .contains("unchanged_readings: 2"));
    }

    @Test
    void counters_are_told_when_they_grow_and_a_cut_log_at_first_sight() {
        assertThat(
                        at(
                                0,
                                metrics(
                                        "prometheus_tsdb_wal_corruptions_total 1\nprometheus_tsdb_wal_writes_failed_total 4\n")))
                .singleElement()
                .asString()
                .startsWith("prometheus.wal.corrupted error");
        assertThat(
                        at(
                                15,
                                metrics(
                                        "prometheus_tsdb_wal_corruptions_total 1\nprometheus_tsdb_wal_writes_failed_total 7\nprometheus_tsdb_checkpoint_creations_failed_total 0\n")))
                .singleElement()
                .asString()
                .startsWith(
                        "prometheus.wal.write_failed critical prometheus.server/monitoring/prometheus-0 [kubernetes.pod/monitoring/prometheus-0]")
                .contains("failed_writes: 3");
        assertThat(at(30, metrics("prometheus_tsdb_checkpoint_creations_failed_total 1\n")))
                .singleElement()
                .asString()
                .startsWith("prometheus.checkpoint.failed error");
        assertThat(at(45, metrics("prometheus_tsdb_wal_writes_failed_total 7\n")))
                .isEmpty();
    }

    @Test
    void a_replay_that_will_not_end_in_time_is_critical_as_soon_as_its_pace_is_known() {
        assertThat(at(0, replay(0, 400, 10)))
                .anySatisfy(line -> assertThat(line).startsWith("prometheus.readiness.changed info"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("prometheus.replay.progressed info")
                        .doesNotContain("remaining_seconds"));
        assertThat(at(30, replay(0, 400, 20)))
                .singleElement()
                .asString()
                .startsWith("prometheus.replay.progressed critical")
                .contains("remaining_seconds: 1140 probe_budget_seconds: 870");
        assertThat(at(60, replay(0, 400, 30))).isEmpty();
        assertThat(at(360, replay(0, 400, 130)))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("prometheus.readiness.changed warning")
                        .contains("not_ready_seconds: 360"));
        assertThat(at(1_000, ready(990_000, 10)))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("prometheus.readiness.changed info")
                        .contains("not_ready_seconds: 1000"));
    }

    @Test
    void a_replay_that_reads_nothing_for_minutes_is_stuck() {
        at(0, replay(0, 50, 10));
        assertThat(at(301, replay(0, 50, 10)))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("prometheus.replay.progressed error")
                        .contains("stuck: true"));
    }

    @Test
    void a_log_far_above_its_habit_is_told_after_three_hours_and_once_a_day() {
        String small = "prometheus_tsdb_wal_storage_size_bytes 1e+08\n";
        String large = "prometheus_tsdb_wal_storage_size_bytes 9e+08\n";
        for (int hour = 0; hour < 30; hour++) {
            assertThat(at(hour * 3_600, metrics(small))).isEmpty();
        }
        assertThat(at(30 * 3_600, metrics(large))).isEmpty();
        assertThat(at(33 * 3_600, metrics(large)))
                .singleElement()
                .asString()
                .startsWith("prometheus.wal.grown warning")
                .contains("median_bytes: 100000000");
        assertThat(at(34 * 3_600, metrics(large))).isEmpty();
    }

    @Test
    void a_server_is_found_in_its_pod_with_its_claim_and_its_budget() {
        var pod = Resource.of(Fixture.json("""
                        {metadata: {name: 'prometheus-main-0', namespace: 'monitoring', uid: 'p', labels: {'operator.prometheus.io/name': 'main'}},
                         spec: {containers: [{name: 'config-reloader'}, {name: 'prometheus', args: ['--storage.tsdb.path=/prometheus'],
                           ports: [{name: 'http-web', containerPort: 9090}], startupProbe: {periodSeconds: 15, failureThreshold: 60},
                           volumeMounts: [{name: 'config', mountPath: '/etc/prometheus'}, {name: 'db', mountPath: '/prometheus', subPath: 'prometheus-db'}]}],
                           volumes: [{name: 'db', persistentVolumeClaim: {claimName: 'db-0'}}, {name: 'config'}]},
                         status: {podIP: '10.42.0.9'}}""")).orElseThrow();
        var found = Discovery.in(pod, START).orElseThrow();
        assertThat(found.address()).isEqualTo("10.42.0.9:9090");
        assertThat(found.server().startupBudget()).contains(Duration.ofMinutes(15));
        assertThat(found.edges())
                .singleElement()
                .satisfies(edge -> assertThat(edge.getTo().getName()).isEqualTo("db-0"));
    }

    @Test
    void servers_of_a_resource_are_found_by_what_it_owns() {
        var resource = Resource.of(Fixture.json("""
                        {apiVersion: 'monitoring.coreos.com/v1', kind: 'Prometheus', metadata: {name: 'main', namespace: 'monitoring', uid: 'c'},
                         spec: {replicas: 2, maximumStartupDurationSeconds: 3600, storage: {volumeClaimTemplate: {spec: {resources: {requests: {storage: '50Gi'}}}}}}}""")).orElseThrow();
        var set = Resource.of(Fixture.json("""
                        {metadata: {name: 'prometheus-main', namespace: 'monitoring', uid: 's', ownerReferences: [{apiVersion: 'monitoring.coreos.com/v1', kind: 'Prometheus', name: 'main', uid: 'c', controller: true}]}}""")).orElseThrow();
        String pod = """
                {metadata: {name: '%s', namespace: 'monitoring', uid: 'p', ownerReferences: [{apiVersion: 'apps/v1', kind: 'StatefulSet', name: '%s', uid: '%s', controller: true}]},
                 spec: {containers: [{name: 'prometheus', args: ['--storage.tsdb.path=/prometheus'], volumeMounts: [{name: 'db', mountPath: '/prometheus'}]}],
                  volumes: [{name: 'db', persistentVolumeClaim: {claimName: 'db-0'}}]}, status: {podIP: '10.42.0.9'}}""";
        var own = Resource.of(Fixture.json(pod.formatted("prometheus-main-0", "prometheus-main", "s")))
                .orElseThrow();
        var other = Resource.of(Fixture.json(pod.formatted("other-0", "other", "o")))
                .orElseThrow();

        var operated = Discovery.under(resource, List.of(set), List.of(own, other), START);

        assertThat(operated.wanted()).isEqualTo(2);
        assertThat(operated.servers()).singleElement().satisfies(found -> {
            assertThat(found.server().ref().getName()).isEqualTo("prometheus-main-0");
            assertThat(found.server().startupBudget()).contains(Duration.ofHours(1));
            assertThat(found.server().volumeBytes()).contains(50L << 30);
            assertThat(found.server().related()).contains(operated.resource());
        });
    }

    @Test
    void a_service_is_a_server_when_somebody_marked_it() {
        String service =
                "{metadata: {name: '%s', namespace: 'mon', annotations: {'sentinel.dev/store': '%s', 'sentinel.dev/claim': 'd'}}, spec: {ports: [{port: 9090}]}}";

        assertThat(Discovery.behind(
                        Resource.of(Fixture.json(service.formatted("prom", "prometheus")))
                                .orElseThrow(),
                        START))
                .hasValueSatisfying(found -> {
                    assertThat(found.address()).isEqualTo("prom.mon.svc:9090");
                    assertThat(found.edges()).hasSize(1);
                });
        assertThat(Discovery.behind(
                        Resource.of(Fixture.json(service.formatted("prom", "loki")))
                                .orElseThrow(),
                        START))
                .isEmpty();
        assertThat(Discovery.behind(
                        Resource.of(Fixture.json(service.formatted("evil/../x", "prometheus")))
                                .orElseThrow(),
                        START))
                .isEmpty();
    }

    @Test
    void hostile_answers_throw_nothing_and_become_nothing_invalid() {
        Hostile hostile = new Hostile(3);
        List<Answers> sound =
                List.of(ready(1_000, 5), replay(0, 10, 5), metrics("prometheus_tsdb_wal_corruptions_total 1\n"));
        for (int round = 0; round < 1_000; round++) {
            Answers one = sound.get(round % sound.size());
            Answers broken = new Answers(
                    one.ready(),
                    one.stopping(),
                    one.tsdb().map(hostile::broken),
                    one.walReplay().map(hostile::broken),
                    one.metrics().map(hostile::broken));
            var read = reading.read(state, SERVER, broken, START.plusSeconds(round * 30L));
            state = Optional.of(read.state());
            read.events().forEach(Told::check);
        }
    }

    private List<String> at(int seconds, Answers answers) {
        var read = reading.read(state, SERVER, answers, START.plusSeconds(seconds));
        state = Optional.of(read.state());
        return new ArrayList<>(Told.facts(read.events()));
    }

    private static Answers ready(long maxTime, int targets) {
        return answers(
                200,
                "{status: 'success', data: {headStats: {numSeries: 3, chunkCount: 4, minTime: 1, maxTime: " + maxTime
                        + "}}}",
                "prometheus_target_scrape_pool_targets{scrape_job=\"a\"} " + targets + "\n");
    }

    private static Answers replay(int min, int max, int current) {
        String body = "{status: 'success', data: {min: %d, max: %d, current: %d}}".formatted(min, max, current);
        return new Answers(
                Optional.of(503),
                Optional.of(false),
                Optional.empty(),
                Optional.of(Fixture.json(body)),
                Optional.empty());
    }

    private static Answers metrics(String page) {
        return answers(200, "{}", page);
    }

    private static Answers answers(int code, String tsdb, String metrics) {
        return new Answers(
                Optional.of(code),
                Optional.empty(),
                Optional.of(Fixture.json(tsdb)),
                Optional.empty(),
                Optional.of(metrics));
    }
}
