package dev.sentinel.collectors.stores.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Codec;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.stores.LokiReading;
import dev.sentinel.collectors.stores.LokiState;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.collectors.stores.ThanosReading;
import dev.sentinel.collectors.stores.ThanosState;
import dev.sentinel.collectors.stores.VictoriaReading;
import dev.sentinel.collectors.stores.VictoriaState;
import dev.sentinel.collectors.web.FakeSite;
import dev.sentinel.collectors.web.ServerCollector;
import dev.sentinel.collectors.web.Station;
import dev.sentinel.collectors.web.Watched;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.VictoriaProduct;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stores that no package of the distribution brings, over the real protocol. */
@Timeout(300)
final class StoreCollectorsTest {
    private final FakeSite server = FakeSite.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_loki_that_is_not_ready_and_one_that_cannot_flush() {
        server.page("/ready", 503, "text/plain", "Some services are not Running:\nStopping: 1\n")
                .page("/metrics", "loki_ingester_chunks_flush_failures_total 0\n");
        try (Station station = watch("loki.server", StoreCollectors::loki)) {
            station.awaits("loki.readiness.changed warning loki.server/monitoring/one", "SERVER_READINESS_NOT_READY");
            assertThat(station.events())
                    .anySatisfy(event ->
                            assertThat(event.getTopology().getEdgesList()).isNotEmpty());

            server.page("/metrics", "loki_ingester_chunks_flush_failures_total 3\n");
            station.awaits("loki.flush.failed error", "failures: 3");
            server.page("/ready", "ready\n");
            station.awaits("loki.readiness.changed info", "SERVER_READINESS_READY");
        }
    }

    @Test
    void what_a_proxy_answers_is_not_what_loki_says() {
        server.page("/ready", 503, "text/html", "<html>503 Service Temporarily Unavailable</html>");
        try (Station station = watch("loki.server", StoreCollectors::loki)) {
            station.awaits("source.unreachable warning", "UNREACHABLE_CAUSE_SERVER_ERROR");
            station.awaits("loki.readiness.changed warning", "SERVER_READINESS_UNREACHABLE");
        }
    }

    @Test
    void one_question_that_fails_does_not_hide_what_the_others_say() {
        server.page("/ready", 503, "text/plain", "Ingester not ready: waiting")
                .page("/metrics", 500, "text/plain", "error gathering metrics");
        try (Station station = watch("loki.server", StoreCollectors::loki)) {
            station.awaits("loki.readiness.changed warning", "SERVER_READINESS_STARTING");
            station.awaits("source.unreachable warning", "/metrics answered 500: error gathering metrics");
        }
    }

    @Test
    void a_compactor_that_halted() {
        server.page("/metrics", "thanos_compact_halted 1\n");
        try (Station station = watch("thanos.compactor", StoreCollectors::thanos)) {
            station.awaits("thanos.compactor.halted error thanos.compactor/monitoring/one");
            server.page("/metrics", "thanos_compact_halted 0\n");
            station.awaits("thanos.compactor.resumed info");
        }
    }

    @Test
    void a_victorialogs_that_lost_its_lines() {
        server.page("/metrics", logs(1_000_000, 1_700_000_000L, 100));
        try (Station station = watch("victoria.server", StoreCollectors::victoriaLogs)) {
            station.awaits("victoria.store.opened info", "VICTORIA_PRODUCT_LOGS", "row_count: 1000000");
            server.page("/metrics", logs(10, 1_800_000_000L, 200));
            station.awaits(
                    "victoria.history.cliff critical", "HISTORY_WITNESS_ROWS_DROPPED", "HISTORY_WITNESS_OLDEST_MOVED");
        }
    }

    @Test
    void an_examination_names_what_answers_otherwise() {
        server.page("/ready", 503, "text/plain", "Starting").page("/metrics", "loki_build_info 1\n");
        assertThat(StoreCollectors.loki(plan("loki.server")).examine())
                .singleElement()
                .extracting(Check::verdict, Check::detail)
                .containsExactly(Check.Verdict.NOTEWORTHY, server.uri() + "/ready answered 503: Starting");
    }

    @Test
    void what_is_remembered_of_stores_comes_back_as_it_was() throws Codec.Forgotten {
        Facts facts = new Facts(new Witness("c", "loki", "i"));
        Store store = new Store(Refs.of("loki.server", "a"), List.of());
        Instant now = Instant.parse("2026-02-21T10:00:00Z");
        LokiReading loki = new LokiReading(facts);
        LokiState first = loki.read(Optional.empty(), store, lines(1), now).state();
        LokiState second = loki.read(Optional.of(first), store, lines(2), now.plusSeconds(15))
                .state();
        JsonCodec<LokiState> lokis = JsonCodec.of(LokiState.class);
        assertThat(lokis.decode(lokis.encode(second))).isEqualTo(second);
        assertThat(second.linesMovedAt()).isPresent();

        ThanosState halted = new ThanosReading(facts)
                .read(Optional.empty(), store, "thanos_compact_halted 1\n", now)
                .state();
        JsonCodec<ThanosState> compactors = JsonCodec.of(ThanosState.class);
        assertThat(compactors.decode(compactors.encode(halted))).isEqualTo(halted);

        VictoriaReading victoria = new VictoriaReading(facts);
        VictoriaState full = victoria.read(Optional.empty(), store, victoria(1_000_000, true), now)
                .state();
        VictoriaState lost = victoria.read(Optional.of(full), store, victoria(0, false), now.plusSeconds(15))
                .state();
        JsonCodec<VictoriaState> victorias = JsonCodec.of(VictoriaState.class);
        for (VictoriaState state : List.of(full, lost)) {
            assertThat(victorias.decode(victorias.encode(state))).isEqualTo(state);
        }
        assertThat(lost.cliff()).isNotEmpty();
    }

    private static LokiReading.Answers lines(long count) {
        String page = "loki_distributor_lines_received_total " + count + "\n";
        return new LokiReading.Answers(Optional.of(200), "ready", Optional.of(page), Optional.empty());
    }

    private static VictoriaReading.Answers victoria(long rows, boolean found) {
        String page = "vm_rows{type=\"storage/big\"} %d\nvm_app_start_timestamp 1\n".formatted(rows);
        return new VictoriaReading.Answers(
                VictoriaProduct.VICTORIA_PRODUCT_METRICS, page, Map.of(0L, true, 3_600L, found));
    }

    private static String logs(long rows, long oldest, long start) {
        return "vl_storage_rows{type=\"storage/small\"} %d\nvl_storage_log_min_timestamp_seconds %d\nvm_app_start_timestamp %d\n"
                .formatted(rows, oldest, start);
    }

    private Station watch(String kind, Function<ServerCollector.Plan<Store>, Collector> collector) {
        return Station.of(collector.apply(plan(kind)));
    }

    private ServerCollector.Plan<Store> plan(String kind) {
        Ref ref = Refs.of(kind, "monitoring", "one");
        Ref claim = Refs.of("kubernetes.persistent_volume_claim", "monitoring", "data-one");
        Watched<Store> watched = new Watched<>(
                new Store(ref, List.of(claim)), ref, Watched.storedOn(ref, List.of(claim)), server.site());
        return new ServerCollector.Plan<>(
                Collector.Reach.HOST,
                List.of(watched),
                Optional.empty(),
                new Rhythm(Duration.ofMillis(50), Duration.ofSeconds(30)),
                1);
    }
}
