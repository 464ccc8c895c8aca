package dev.sentinel.collectors.stores.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.collectors.web.Limits;
import dev.sentinel.collectors.web.Login;
import dev.sentinel.collectors.web.ServerCollector;
import dev.sentinel.collectors.web.Site;
import dev.sentinel.collectors.web.Station;
import dev.sentinel.collectors.web.Trust;
import dev.sentinel.collectors.web.Watched;
import dev.sentinel.harness.VictoriaServer;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.Ref;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real VictoriaMetrics whose disk is emptied while it is down: green, and its history gone. */
@Timeout(300)
final class RealVictoriaTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path data;

    @TempDir
    Path memory;

    @Test
    void an_emptied_store_is_told_by_the_first_reading_after_a_restart_of_both() throws IOException {
        try (var store = dev.sentinel.transport.store.Store.open(
                        new StoreConfig.Sqlite(memory.resolve("sentinel.db")), Clock.systemUTC());
                VictoriaServer server = VictoriaServer.start(data)) {
            fill(server);
            try (Station station = Station.of(watching(server), store)) {
                station.awaits("victoria.store.opened info victoria.server/monitoring/vm");
                Awaitility.await()
                        .atMost(LIMIT)
                        .until(() -> !store
                                .read(sql -> sql.query(
                                        "select body from collector_memory where place = ?",
                                        row -> new String(row.bytes("body"), java.nio.charset.StandardCharsets.UTF_8),
                                        "server/monitoring/vm"))
                                .stream()
                                .filter(body -> body.contains("\"86400\":true") || body.contains("86400=true"))
                                .toList()
                                .isEmpty());
                assertThat(station.facts()).noneMatch(line -> line.startsWith("victoria.history.cliff"));
            }
            assertThat(server.stop()).isZero();
            empty(data);
            server.start();

            try (Station station = Station.of(watching(server), store)) {
                station.awaits("victoria.store.opened critical", "previous_row_count");
                station.awaits(
                        "victoria.history.cliff critical victoria.server/monitoring/vm",
                        "HISTORY_WITNESS_ROWS_DROPPED");
                assertThat(station.facts().getFirst()).contains("victoria.");
            }
        }
    }

    /** A day and more of samples, as if something had been scraped. */
    private static void fill(VictoriaServer server) {
        StringBuilder lines = new StringBuilder();
        long now = Instant.now().toEpochMilli();
        for (int series = 0; series < 50; series++) {
            lines.append("{\"metric\":{\"__name__\":\"up\",\"instance\":\"")
                    .append(series)
                    .append("\"},\"values\":[");
            StringBuilder times = new StringBuilder();
            for (long age = 26 * 3600; age >= 0; age -= 60) {
                lines.append(age == 26 * 3600 ? "1" : ",1");
                times.append(times.isEmpty() ? "" : ",").append(now - age * 1000);
            }
            lines.append("],\"timestamps\":[").append(times).append("]}\n");
        }
        assertThat(server.post("/api/v1/import", lines.toString()).status()).isEqualTo(204);
        assertThat(server.get("/internal/force_flush").status()).isEqualTo(200);
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> server.get("/metrics")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("vm_rows{type=\"storage/"))
                        .anyMatch(line -> !line.endsWith(" 0")));
    }

    private static void empty(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder())
                    .filter(path -> !path.equals(folder))
                    .toList()) {
                Files.delete(each);
            }
        }
    }

    private static Collector watching(VictoriaServer server) {
        Ref ref = Refs.of("victoria.server", "monitoring", "vm");
        Ref claim = Refs.of("kubernetes.persistent_volume_claim", "monitoring", "vm-data");
        Limits limits = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(5), 8 << 20);
        Watched<Store> watched = new Watched<>(
                new Store(ref, List.of(claim)),
                ref,
                Watched.storedOn(ref, List.of(claim)),
                new Site(server.uri(), new Login.Nobody(), Trust.ofMachine(), limits));
        return StoreCollectors.victoriaMetrics(
                new ServerCollector.Plan<>(
                        Collector.Reach.HOST,
                        List.of(watched),
                        Optional.empty(),
                        new Rhythm(Duration.ofMillis(200), Duration.ofSeconds(20)),
                        1),
                History.usual());
    }
}
