package dev.sentinel.collectors.prometheus.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.sentinel.collectors.prometheus.Server;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.web.Limits;
import dev.sentinel.collectors.web.Login;
import dev.sentinel.collectors.web.ServerCollector;
import dev.sentinel.collectors.web.Site;
import dev.sentinel.collectors.web.Station;
import dev.sentinel.collectors.web.Trust;
import dev.sentinel.collectors.web.Watched;
import dev.sentinel.harness.FailingDisk;
import dev.sentinel.harness.FullDisk;
import dev.sentinel.harness.PrometheusServer;
import dev.sentinel.v1.Ref;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A real server, asked over HTTP, and the events that come out. */
@Timeout(300)
final class RealPrometheusTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String[] SMALL_SEGMENTS = {
        "--storage.tsdb.wal-segment-size=10MB", "--no-storage.tsdb.wal-compression"
    };
    private static final int MANY = 60_000;

    /** What a server left behind whose log has several segments. */
    @TempDir
    static Path full;

    @TempDir
    Path data;

    @BeforeAll
    static void fillALog() throws IOException {
        HttpServer target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        byte[] page = manySeries();
        target.createContext("/metrics", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, page.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(page);
            }
        });
        target.start();
        String address =
                target.getAddress().getHostString() + ":" + target.getAddress().getPort();
        String configuration = PrometheusServer.scraping(address).replace("1s", "3s");
        try (PrometheusServer server = PrometheusServer.prepare(full, own -> configuration, SMALL_SEGMENTS)) {
            server.start();
            Awaitility.await().atMost(LIMIT).until(() -> Files.exists(full.resolve("wal/00000002")));
            server.kill();
        } finally {
            target.stop(0);
        }
    }

    private static byte[] manySeries() {
        String filling = "to fill the write-ahead log ".repeat(18);
        StringBuilder page = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            page.append("a_total{number=\"")
                    .append(i)
                    .append("\",what=\"")
                    .append(filling)
                    .append("\"} 1\n");
        }
        return page.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void tells_of_a_head_that_moves_of_a_server_that_hangs_and_of_one_that_is_back() {
        try (PrometheusServer server = PrometheusServer.start(data);
                Station station = Station.of(watching(server))) {
            station.awaits("prometheus.head.observed info");
            assertThat(station.facts()).noneMatch(line -> line.contains("not_ready"));

            server.freeze();
            station.awaits("source.unreachable warning", "UNREACHABLE_CAUSE_TIMEOUT", "did not answer in time");
            station.awaits("prometheus.readiness.changed", "SERVER_READINESS_UNREACHABLE");

            server.thaw();
            station.awaits("source.recovered info");
            station.awaits("prometheus.readiness.changed info", "readiness: SERVER_READINESS_READY");
        }
    }

    @Test
    void tells_of_a_start_that_reads_the_log_and_of_its_end() throws IOException {
        try (PrometheusServer server = onAFullLog();
                Station station = Station.of(watching(server))) {
            station.awaits("prometheus.readiness.changed info", "SERVER_READINESS_UNREACHABLE");
            // On a quick machine one start may be over before it was looked at.
            Awaitility.await().atMost(LIMIT).until(() -> {
                server.kill();
                server.start();
                Awaitility.await()
                        .atMost(LIMIT)
                        .until(() -> server.get("/-/ready").status() == 200);
                return station.facts().stream().anyMatch(line -> line.startsWith("prometheus.replay.progressed"));
            });

            station.awaits("prometheus.readiness.changed info", "readiness: SERVER_READINESS_STARTING", "503");
            station.awaits("prometheus.replay.progressed info", "stage: REPLAY_STAGE_", "probe_budget_seconds");
            station.awaits("prometheus.replay.completed info", "total_ms");
            station.awaits("prometheus.readiness.changed info", "readiness: SERVER_READINESS_READY");
            assertThat(station.facts()).noneMatch(line -> line.startsWith("prometheus.wal"));
        }
    }

    @Test
    void tells_that_the_log_was_cut_when_a_segment_holds_garbage() throws IOException {
        try (PrometheusServer server = onAFullLog()) {
            Path segment = data.resolve("wal/00000001");
            byte[] bytes = Files.readAllBytes(segment);
            for (int i = 100_000; i < 200_000; i++) {
                bytes[i] = (byte) (i * 31);
            }
            Files.write(segment, bytes);
            server.start();
            try (Station station = Station.of(watching(server))) {
                station.awaits("prometheus.wal.corrupted error prometheus.server/monitoring/prometheus-0");
            }
        }
    }

    @Test
    void tells_that_a_server_with_a_segment_missing_does_not_come_up() throws IOException {
        try (PrometheusServer server = onAFullLog()) {
            Files.delete(data.resolve("wal/00000001"));
            server.launch();
            assertThat(server.exitCode(LIMIT)).hasValue(1);
            try (Station station = Station.of(watching(server))) {
                station.awaits("source.unreachable warning", "UNREACHABLE_CAUSE_REFUSED");
                station.awaits("prometheus.readiness.changed info", "SERVER_READINESS_UNREACHABLE");
            }
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void tells_that_the_log_cannot_be_written_on_a_full_disk() throws IOException {
        Optional<FullDisk> mounted = FullDisk.mount(24);
        assumeTrue(mounted.isPresent(), "no file system can be mounted here");
        try (FullDisk disk = mounted.orElseThrow();
                PrometheusServer server = PrometheusServer.start(disk.path().resolve("data"));
                Station station = Station.of(watching(server))) {
            station.awaits("prometheus.head.observed info");

            fill(disk.path().resolve("ballast"));

            station.awaits("prometheus.wal.write_failed critical", "WRITE_AHEAD_LOG_WAL", "failed_writes");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void tells_that_the_log_cannot_be_written_on_a_disk_with_io_errors() {
        Optional<String> whyNot = FailingDisk.whyNot();
        assumeTrue(whyNot.isEmpty(), () -> whyNot.orElse(""));
        try (FailingDisk disk = FailingDisk.mount(32);
                PrometheusServer server = PrometheusServer.start(disk.path().resolve("data"));
                Station station = Station.of(watching(server))) {
            station.awaits("prometheus.head.observed info");

            disk.fail();

            station.awaits("prometheus.wal.write_failed critical", "WRITE_AHEAD_LOG_WAL", "failed_writes");
        }
    }

    @Test
    void an_examination_says_who_answers() {
        try (PrometheusServer server = PrometheusServer.start(data)) {
            Awaitility.await().atMost(LIMIT).until(() -> server.get("/-/ready").status() == 200);
            assertThat(watching(server).examine())
                    .singleElement()
                    .satisfies(check ->
                            assertThat(check.toString()).contains("monitoring/prometheus-0", "READABLE", "answers"));
            server.kill();
            assertThat(watching(server).examine())
                    .singleElement()
                    .satisfies(check -> assertThat(check.toString()).contains("UNREADABLE", "does the server run"));
        }
    }

    /** A server that is still to be started, on a log of several segments. */
    private PrometheusServer onAFullLog() throws IOException {
        try (Stream<Path> files = Files.walk(full)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = data.resolve(full.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return PrometheusServer.prepare(data, PrometheusServer::scraping, SMALL_SEGMENTS);
    }

    private static void fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static Collector watching(PrometheusServer server) {
        Ref ref = Refs.of("prometheus.server", "monitoring", "prometheus-0");
        Ref claim = Refs.of("kubernetes.persistent_volume_claim", "monitoring", "prometheus-db-prometheus-0");
        Site site = new Site(
                server.uri(),
                new Login.Nobody(),
                Trust.ofMachine(),
                new Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), 8 << 20));
        Watched<Server> watched = new Watched<>(
                new Server(ref, List.of(claim), Optional.of(Duration.ofMinutes(15)), Optional.empty()),
                ref,
                Watched.storedOn(ref, List.of(claim)),
                site);
        return PrometheusCollectors.of(new ServerCollector.Plan<>(
                Collector.Reach.HOST,
                List.of(watched),
                Optional.empty(),
                new Rhythm(Duration.ofMillis(50), Duration.ofSeconds(5)),
                1));
    }
}
