package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class VictoriaServerTest {
    @TempDir
    Path data;

    @Test
    void has_what_was_written_after_it_was_stopped_and_started() {
        try (VictoriaServer server = VictoriaServer.start(data)) {
            assertThat(server.get("/health").status()).isEqualTo(200);
            assertThat(server.post("/api/v1/import/prometheus", "kept{a=\"b\"} 42")
                            .status())
                    .isEqualTo(204);

            assertThat(server.stop()).isZero();
            server.start();

            assertThat(Deadline.in(Duration.ofSeconds(20))
                            .await(() -> server.get("/api/v1/export?match%5B%5D=kept")
                                    .body()
                                    .contains("42")))
                    .isTrue();
            assertThat(server.log()).isNotEmpty();
        }
        assertThat(data).isNotEmptyDirectory();
    }
}
