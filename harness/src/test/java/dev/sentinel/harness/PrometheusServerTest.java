package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class PrometheusServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path data;

    @Test
    void scrapes_itself_and_has_its_samples_again_after_a_kill() {
        try (PrometheusServer server = PrometheusServer.start(data)) {
            await(() -> server.get("/-/ready").status() == 200);
            await(() -> samples(server) > 1);
            server.kill();
            assertThat(server.isAlive()).isFalse();

            server.start();

            await(() -> server.get("/-/ready").status() == 200);
            assertThat(samples(server)).isPositive();
            assertThat(server.log()).anyMatch(line -> line.contains("WAL replay completed"));
        }
    }

    @Test
    void ends_in_order_when_asked_to_and_leaves_the_data_to_its_owner() {
        try (PrometheusServer server = PrometheusServer.start(data, "--storage.tsdb.retention.time=1h")) {
            await(() -> server.get("/-/ready").status() == 200);
            assertThat(server.get("/api/v1/status/flags").body()).contains("\"storage.tsdb.retention.time\":\"1h\"");

            assertThat(server.stop()).isZero();
        }
        assertThat(data.resolve("wal")).isNotEmptyDirectory();
    }

    @Test
    void shows_why_it_did_not_start() throws IOException {
        Files.writeString(data.resolve("wal"), "not a folder");
        try (PrometheusServer server = PrometheusServer.prepare(data, PrometheusServer::scraping)) {
            server.launch();

            assertThat(server.exitCode(LIMIT)).hasValue(1);
            assertThat(server.log()).anyMatch(line -> line.contains("opening storage failed"));
        }
        assertThatThrownBy(() -> PrometheusServer.start(data, "--no.such.flag"))
                .hasMessageContaining("unknown long flag");
    }

    @Test
    void meets_io_errors_when_its_disk_fails() {
        Optional<String> whyNot = FailingDisk.whyNot();
        assumeTrue(whyNot.isEmpty(), () -> whyNot.orElse(""));
        try (FailingDisk disk = FailingDisk.mount(32);
                PrometheusServer server = PrometheusServer.start(disk.path().resolve("data"))) {
            await(() -> samples(server) > 0);

            disk.fail();

            await(() -> server.log().stream().anyMatch(line -> line.contains("input/output error")));
        }
    }

    private static long samples(PrometheusServer server) {
        String answer =
                server.get("/api/v1/query?query=count_over_time(up%5B5m%5D)").body();
        String[] parts = answer.split("\"value\":\\[[0-9.]+,\"", -1);
        return parts.length < 2 ? 0 : Long.parseLong(parts[1].substring(0, parts[1].indexOf('"')));
    }

    private static void await(BooleanSupplier condition) {
        assertThat(Deadline.in(LIMIT).await(condition)).isTrue();
    }
}
