package dev.sentinel.collectors.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Fixture;
import dev.sentinel.collectors.reading.Hostile;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Told;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.v1.AlertOrigin;
import dev.sentinel.v1.VictoriaProduct;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Loki (telemetry-stores.md 3.4), Victoria (4.1, 4.2), Thanos (6.2), Alertmanager and Grafana (6.3, 6.4). */
class StoresTest {
    private static final Facts FACTS = new Facts(new Witness("home", "stores", "leader"));
    private static final Instant START = Instant.parse("2026-02-21T10:00:00Z");
    private static final Store VM = new Store(Refs.of("victoria.server", "metrics", "vm-0"), List.of());
    private static final Store LOKI = new Store(Refs.of("loki.server", "monitoring", "loki-0"), List.of());
    private static final Store ALERTS = new Store(Refs.of("alertmanager.server", "monitoring", "am"), List.of());
    private static final String FULL = """
            vm_rows{type="storage/small"} 4e+06
            vm_rows{type="storage/big"} 6e+06
            vm_rows{type="indexdb/file"} 77
            vm_data_size_bytes{type="storage/big"} 40000000000
            vm_free_disk_space_bytes{path="/storage"} 10000000000
            vm_app_start_timestamp 1771660000
            """;
    private static final String EMPTY = """
            vm_rows{type="storage/small"} 12
            vm_data_size_bytes{type="storage/big"} 1000
            vm_free_disk_space_bytes{path="/storage"} 49900000000
            vm_app_start_timestamp 1771667990
            vm_new_timeseries_created_total 50000
            """;

    @Test
    void green_but_gone_is_seen_in_the_first_reading_after_a_restart() {
        VictoriaReading reading = new VictoriaReading(FACTS);
        var full = reading.read(Optional.empty(), VM, victoria(FULL, Map.of(0L, true, 86_400L, true)), START);
        assertThat(Told.facts(full.events()))
                .singleElement()
                .asString()
                .startsWith("victoria.store.opened info")
                .contains("row_count: 10000000");
        // the collector restarted as well: all it has is the state
        var gone = new VictoriaReading(FACTS)
                .read(
                        Optional.of(full.state()),
                        VM,
                        victoria(EMPTY, Map.of(0L, true, 86_400L, false)),
                        START.plusSeconds(8_000));
        assertThat(Told.facts(gone.events()))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("victoria.store.opened critical")
                                .contains("row_count: 12")
                                .contains("previous_row_count: 10000000"),
                        line -> assertThat(line)
                                .startsWith("victoria.history.cliff critical victoria.server/metrics/vm-0")
                                .contains(
                                        "HISTORY_WITNESS_ROWS_DROPPED",
                                        "HISTORY_WITNESS_SIZE_DROPPED",
                                        "HISTORY_WITNESS_FREE_SPACE_JUMPED",
                                        "HISTORY_WITNESS_PROBE_EMPTY",
                                        "SERIES_REGISTERED_AGAIN",
                                        "empty_probe_ages_seconds: 86400"));
        var again = reading.read(
                Optional.of(gone.state()),
                VM,
                victoria(EMPTY, Map.of(0L, true, 86_400L, false)),
                START.plusSeconds(8_030));
        assertThat(again.events()).isEmpty();
        var hourLater = reading.read(
                Optional.of(again.state()),
                VM,
                victoria(EMPTY, Map.of(0L, true, 86_400L, false)),
                START.plusSeconds(12_000));
        assertThat(hourLater.events()).isEmpty();
    }

    @Test
    void retention_merges_and_a_first_start_are_no_cliff() {
        VictoriaReading reading = new VictoriaReading(FACTS);
        var first = reading.read(Optional.empty(), VM, victoria(EMPTY, Map.of(0L, true, 86_400L, false)), START);
        assertThat(Told.facts(first.events())).singleElement().asString().startsWith("victoria.store.opened info");
        var full = reading.read(Optional.empty(), VM, victoria(FULL, Map.of()), START);
        String less = FULL.replace("6e+06", "5e+06").replace("40000000000", "33000000000");
        assertThat(reading.read(Optional.of(full.state()), VM, victoria(less, Map.of()), START.plusSeconds(3_600))
                        .events())
                .isEmpty();
        // a page that could not be read is no empty store
        assertThat(reading.read(Optional.of(full.state()), VM, victoria("", Map.of()), START.plusSeconds(3_600))
                        .events())
                .isEmpty();
    }

    @Test
    void a_store_without_space_and_rules_without_series_are_told() {
        VictoriaReading reading = new VictoriaReading(FACTS);
        String page =
                "vm_storage_is_read_only{path=\"/storage\"} %d\nvmalert_alerting_rules_last_evaluation_series_fetched{a=\"b\"} %d\n";
        var fine = reading.read(Optional.empty(), VM, victoria(page.formatted(0, 9), Map.of()), START);
        var worse = reading.read(
                Optional.of(fine.state()), VM, victoria(page.formatted(1, 0), Map.of()), START.plusSeconds(30));
        assertThat(Told.facts(worse.events()))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("victoria.store.read_only_changed error")
                                .contains("path: \"/storage\""),
                        line -> assertThat(line)
                                .startsWith("victoria.alerting.failed error")
                                .contains("series_fetched: 0"));
    }

    @Test
    void loki_without_lines_without_an_index_and_with_a_full_disk() {
        LokiReading reading = new LokiReading(FACTS);
        var one = reading.read(
                Optional.empty(),
                LOKI,
                loki(200, "ready", "loki_distributor_lines_received_total{tenant=\"fake\"} 5\n"),
                START);
        assertThat(one.events()).isEmpty();
        var two = reading.read(
                Optional.of(one.state()),
                LOKI,
                loki(200, "ready", "loki_distributor_lines_received_total{tenant=\"fake\"} 9\n"),
                START.plusSeconds(60));
        var three = reading.read(
                Optional.of(two.state()),
                LOKI,
                loki(
                        200,
                        "ready",
                        "loki_distributor_lines_received_total{tenant=\"fake\"} 9\nloki_ingester_wal_disk_full_failures_total 2\nloki_ingester_wal_disk_usage_percent 0.97\nloki_ingester_wal_corruptions_total{type=\"series\"} 1\nloki_tsdb_build_index_last_successful_timestamp_seconds 1771660000\n"),
                START.plusSeconds(400));
        assertThat(Told.facts(three.events()))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("loki.wal.disk_full critical")
                                .contains("disk_used_percent: 97.0"),
                        line -> assertThat(line)
                                .startsWith("loki.wal.corrupted error")
                                .contains("type: \"series\""),
                        line -> assertThat(line)
                                .startsWith("loki.ingest.silent error")
                                .contains("silent_seconds: 340"),
                        line -> assertThat(line).startsWith("loki.index.stale error"));
        var four = reading.read(
                Optional.of(three.state()),
                LOKI,
                loki(503, "Ingester not ready: waiting", "loki_distributor_lines_received_total{tenant=\"fake\"} 10\n"),
                START.plusSeconds(460));
        assertThat(Told.facts(four.events()))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("loki.readiness.changed warning")
                                .contains("SERVER_READINESS_STARTING"),
                        line -> assertThat(line).startsWith("loki.ingest.resumed info"));
    }

    @Test
    void a_halted_compactor_under_both_names() {
        ThanosReading reading = new ThanosReading(FACTS);
        Store thanos = new Store(Refs.of("thanos.compactor", "monitoring", "compact-0"), List.of());
        var halted = reading.read(Optional.empty(), thanos, "thanos_compactor_halted 1\n", START);
        assertThat(Told.facts(halted.events())).singleElement().asString().startsWith("thanos.compactor.halted error");
        assertThat(reading.read(Optional.of(halted.state()), thanos, "", START.plusSeconds(30))
                        .events())
                .isEmpty();
        var resumed =
                reading.read(Optional.of(halted.state()), thanos, "thanos_compact_halted 0\n", START.plusSeconds(60));
        assertThat(Told.facts(resumed.events())).singleElement().asString().contains("halted_seconds: 60");
    }

    @Test
    void alerts_are_told_once_and_absence_storms_as_one() {
        AlertReading reading = new AlertReading(FACTS);
        Reading<AlertState> read = reading.webhook(AlertState.empty(), ALERTS, webhook("firing", 1), START);
        assertThat(Told.facts(read.events()))
                .singleElement()
                .asString()
                .startsWith("alert error alertmanager.server/monitoring/am")
                .contains("about_absence: true");
        assertThat(reading.webhook(read.state(), ALERTS, webhook("firing", 1), START.plusSeconds(300))
                        .events())
                .isEmpty();
        for (int i = 2; i <= 5; i++) {
            read = reading.webhook(read.state(), ALERTS, webhook("firing", i), START.plusSeconds(i));
        }
        assertThat(Told.facts(read.events()))
                .anySatisfy(line ->
                        assertThat(line).startsWith("alert.storm warning").contains("about_absence_count: 5"));
        read = reading.webhook(read.state(), ALERTS, webhook("resolved", 1), START.plusSeconds(60));
        assertThat(Told.facts(read.events()))
                .singleElement()
                .asString()
                .startsWith("alert info")
                .contains("ends_at");
        read = reading.quiet(read.state(), ALERTS, AlertOrigin.ALERT_ORIGIN_ALERTMANAGER, START.plusSeconds(2_000));
        assertThat(Told.facts(read.events())).singleElement().asString().startsWith("alert.storm_ended info");
    }

    @Test
    void grafana_is_known_by_its_organisation_and_its_own_alerts() {
        var read = new AlertReading(FACTS)
                .webhook(
                        AlertState.empty(),
                        ALERTS,
                        Fixture.json(
                                "{orgId: 1, receiver: 'r', alerts: [{status: 'firing', fingerprint: 'f', labels: {alertname: 'DatasourceNoData'}, values: {A: 1.5, B: null}, startsAt: '2026-02-21T09:59:00Z', endsAt: '0001-01-01T00:00:00Z'}]}"),
                        START);
        assertThat(Told.facts(read.events()))
                .singleElement()
                .asString()
                .contains("ALERT_ORIGIN_GRAFANA", "about_absence: true", "value: 1.5")
                .doesNotContain("ends_at");
    }

    @Test
    void the_listing_and_the_recorder_say_who_holds_alerts_back() {
        AlertReading reading = new AlertReading(FACTS);
        var listed = reading.listing(
                AlertState.empty(),
                ALERTS,
                Fixture.json(
                        "[{fingerprint: '00000000000000ff', labels: {alertname: 'A'}, startsAt: '2026-02-21T09:59:00Z', endsAt: '2026-02-21T10:30:00Z', status: {state: 'suppressed', silencedBy: ['s-1'], inhibitedBy: []}}]"),
                START);
        assertThat(Told.facts(listed.events()))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("alert warning"),
                        line -> assertThat(line)
                                .startsWith("alert.suppression_changed info")
                                .contains("SILENCED")
                                .contains("by: \"s-1\""));
        JsonNode record = Fixture.json(
                "{'@timestamp': '2026-02-21T10:00:00Z', data: {inhibitionMutedAlert: {mutedAlert: {fingerprint: '255', labels: {labels: [{key: 'alertname', value: 'A'}]}}, inhibitingFingerprints: ['16']}}}");
        var inhibited = reading.recorded(listed.state(), ALERTS, record, START.plusSeconds(1));
        assertThat(Told.facts(inhibited.events()))
                .singleElement()
                .asString()
                .contains("INHIBITED", "by: \"0000000000000010\"");
        assertThat(reading.recorded(inhibited.state(), ALERTS, record, START.plusSeconds(2))
                        .events())
                .isEmpty();
    }

    @Test
    void a_rule_that_fails_is_named_and_alerts_that_were_not_sent_are_told() {
        VmalertReading reading = new VmalertReading(FACTS);
        String page = """
                vmalert_alerting_rules_errors_total{group="disk",alertname="DiskFull"} %d
                vmalert_alerting_rules_errors_total{group="disk",alertname="DiskSlow"} 7
                vmalert_alerting_rules_last_evaluation_series_fetched{alertname="DiskFull"} %d
                vmalert_alerts_send_errors_total{addr="http://am"} %d
                vmalert_remotewrite_dropped_rows_total 0
                """;
        var fine = reading.read(Map.of(), VM, page.formatted(5, 9, 1), START);
        assertThat(fine.events()).isEmpty();
        var worse = reading.read(fine.state(), VM, page.formatted(6, 9, 3), START.plusSeconds(30));
        assertThat(Told.facts(worse.events()))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("victoria.alerting.failed warning")
                                .contains("rule: \"DiskFull\" errors: 1"),
                        line -> assertThat(line)
                                .startsWith("alert.delivery_failed error")
                                .contains("ALERT_ORIGIN_VMALERT", "failures: 2"));
        // green, and blind
        var blind = reading.read(worse.state(), VM, page.formatted(6, 0, 3), START.plusSeconds(60));
        assertThat(Told.facts(blind.events())).singleElement().asString().startsWith("victoria.alerting.failed error");
        assertThat(reading.read(blind.state(), VM, "", START.plusSeconds(90)).events())
                .isEmpty();
    }

    @Test
    void stores_are_found_by_their_image_with_what_they_are_stored_on() {
        String pod = """
                {metadata: {name: 's-0', namespace: 'm', uid: 'p'}, spec: {containers: [{name: 'proxy', image: 'nginx'},
                   {name: 'main', image: '%s', args: [%s], volumeMounts: [{name: 'conf', mountPath: '/etc/x'}, {name: 'db', mountPath: '/storage'}]}],
                 volumes: [{name: 'db', persistentVolumeClaim: {claimName: 'db-s-0'}}, {name: 'conf', persistentVolumeClaim: {claimName: 'conf-0'}}]}, status: {podIP: '10.0.0.1'}}""";
        assertThat(found(pod.formatted(
                        "docker.io/victoriametrics/victoria-metrics:v1.150.0", "'--storageDataPath=/storage'")))
                .isEqualTo("VICTORIA_METRICS 10.0.0.1:8428 [victoria.server/s-0 -> db-s-0]");
        assertThat(found(pod.formatted("victoriametrics/victoria-logs@sha256:ab", "'-storageDataPath=/storage/logs'")))
                .isEqualTo("VICTORIA_LOGS 10.0.0.1:9428 [victoria.server/s-0 -> db-s-0]");
        assertThat(found(pod.formatted("registry:5000/grafana/loki:3.7.6", "'-config.file=/etc/loki/config.yaml'")))
                .isEqualTo("LOKI 10.0.0.1:3100 [loki.server/s-0 -> db-s-0, loki.server/s-0 -> conf-0]");
        assertThat(found(pod.formatted("thanosio/thanos:v0.39", "'compact', '--data-dir=/storage'")))
                .isEqualTo("THANOS_COMPACTOR 10.0.0.1:10902 [thanos.compactor/s-0 -> db-s-0]");
        // look-alikes: another Thanos, an exporter, an operator
        assertThat(found(pod.formatted("thanosio/thanos:v0.39", "'sidecar'"))).isEmpty();
        assertThat(found(pod.formatted("victoriametrics/operator:v0.60", ""))).isEmpty();
        assertThat(found(pod.formatted("grafana/loki-canary:3.7", ""))).isEmpty();
    }

    @Test
    void a_service_is_a_store_when_somebody_marked_it() {
        var service = Resource.of(
                        Fixture.json(
                                "{metadata: {name: 'vl', namespace: 'm', annotations: {'sentinel.dev/store': 'victoria-logs', 'sentinel.dev/port': '9428'}}}"))
                .orElseThrow();
        assertThat(Discovery.behind(service, START)).hasValueSatisfying(found -> {
            assertThat(found.kind()).isEqualTo(StoreKind.VICTORIA_LOGS);
            assertThat(found.address()).isEqualTo("vl.m.svc:9428");
        });
    }

    @Test
    void hostile_bodies_and_pages_throw_nothing_and_become_nothing_invalid() {
        Hostile hostile = new Hostile(11);
        AlertReading alerts = new AlertReading(FACTS);
        VictoriaReading victoria = new VictoriaReading(FACTS);
        LokiReading loki = new LokiReading(FACTS);
        AlertState state = AlertState.empty();
        Optional<VictoriaState> victoriaState = Optional.empty();
        Optional<LokiState> lokiState = Optional.empty();
        for (int round = 0; round < 1_000; round++) {
            Instant at = START.plusSeconds(round * 20L);
            var read = alerts.webhook(state, ALERTS, hostile.broken(webhook("firing", round % 7)), at);
            state = read.state();
            read.events().forEach(Told::check);
            var one = victoria.read(
                    victoriaState, VM, victoria(hostile.broken(round % 2 == 0 ? FULL : EMPTY), Map.of()), at);
            victoriaState = Optional.of(one.state());
            one.events().forEach(Told::check);
            var two = loki.read(
                    lokiState,
                    LOKI,
                    loki(
                            round % 3 == 0 ? 503 : 200,
                            hostile.broken("Ingester not ready"),
                            hostile.broken("loki_ingester_wal_corruptions_total{type=\"series\"} 1\n")),
                    at);
            lokiState = Optional.of(two.state());
            two.events().forEach(Told::check);
        }
    }

    private static String found(String pod) {
        return Discovery.in(Resource.of(Fixture.json(pod)).orElseThrow(), START)
                .map(found -> found.kind() + " " + found.address() + " "
                        + found.edges().stream()
                                .map(edge -> edge.getFrom().getKind() + "/"
                                        + edge.getFrom().getName() + " -> "
                                        + edge.getTo().getName())
                                .toList())
                .orElse("");
    }

    private static VictoriaReading.Answers victoria(String page, Map<Long, Boolean> probes) {
        return new VictoriaReading.Answers(VictoriaProduct.VICTORIA_PRODUCT_METRICS, page, probes);
    }

    private static LokiReading.Answers loki(int code, String body, String page) {
        return new LokiReading.Answers(Optional.of(code), body, Optional.of(page), Optional.empty());
    }

    private static JsonNode webhook(String status, int number) {
        return Fixture.json("""
                {version: '4', groupKey: 'g', receiver: 'sentinel', status: '%s', alerts: [{status: '%s', fingerprint: 'f-%d',
                 labels: {alertname: 'KubeletAbsent%d', severity: 'critical'}, annotations: {summary: 's'},
                 startsAt: '2026-02-21T09:59:00Z', endsAt: '2026-02-21T10:01:00Z', generatorURL: 'http://p/graph?g0.expr=absent%%28up%%29'}]}""".formatted(status, status, number, number));
    }
}
