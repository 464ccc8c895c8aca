package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ServerProcessTest {
    @TempDir
    Path folder;

    @Test
    void shows_the_log_of_a_server_that_ends_while_starting() {
        ServerProcess server = start("echo no such option >&2; exit 3");

        assertThatThrownBy(() -> server.awaitReady("Thing", Duration.ofSeconds(30), () -> false))
                .hasMessageContaining("Thing ended with exit code 3")
                .hasMessageContaining("no such option");
    }

    @Test
    void shows_the_log_of_a_server_that_does_not_get_ready() {
        ServerProcess server = start("echo thinking; sleep 600");
        assertThat(Deadline.in(Duration.ofSeconds(30)).await(() -> server.hasPrinted("thinking")))
                .isTrue();

        assertThatThrownBy(() -> server.awaitReady("Thing", Duration.ofMillis(50), () -> false))
                .hasMessageContaining("was not ready")
                .hasMessageContaining("thinking");
        server.kill();
    }

    @Test
    void kills_what_the_server_has_started_too() {
        ServerProcess server = start("sleep 600 & echo $!; wait");
        assertThat(Deadline.in(Duration.ofSeconds(30)).await(() -> children(server) == 1))
                .isTrue();
        ProcessHandle child = ProcessHandle.of(server.pid())
                .orElseThrow()
                .children()
                .findFirst()
                .orElseThrow();

        server.kill();

        assertThat(server.isAlive()).isFalse();
        // Between fork and exec a process has no program for a moment, and counts as gone a moment too early.
        assertThat(Deadline.in(Duration.ofSeconds(5))
                        .await(() -> !child.isAlive() || child.info().command().isEmpty()))
                .isTrue();
    }

    @Test
    void says_which_program_could_not_be_started() {
        assertThatThrownBy(() -> ServerProcess.start(List.of("/no/such/program"), Map.of(), folder.resolve("log")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("/no/such/program");
    }

    @Test
    void gives_up_on_a_command_that_takes_too_long() {
        assertThatThrownBy(() -> Command.run(Duration.ofMillis(100), List.of("sleep", "600")))
                .hasMessageContaining("sleep 600")
                .hasRootCauseMessage("it did not end within 0 s and was killed");
    }

    @Test
    void keeps_only_so_much_of_what_a_command_prints() {
        Command.Outcome outcome = Command.run(Duration.ofSeconds(30), List.of("head", "-c", "3000000", "/dev/zero"));

        assertThat(outcome.succeeded()).isTrue();
        assertThat(outcome.output()).hasSizeLessThanOrEqualTo(Command.KEPT_BYTES);
    }

    private static long children(ServerProcess server) {
        return ProcessHandle.of(server.pid()).orElseThrow().children().count();
    }

    private ServerProcess start(String script) {
        return ServerProcess.start(List.of("sh", "-c", script), Map.of(), folder.resolve("log"));
    }
}
