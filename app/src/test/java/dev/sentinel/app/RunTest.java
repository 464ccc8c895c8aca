package dev.sentinel.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code sentinel run} seen from outside, as a process with signals and an exit code. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
final class RunTest {
    private static final String MAIN = "dev.sentinel.app.Main";

    @TempDir
    Path folder = Path.of("");

    @Test
    void runs_until_sigterm_and_exits_with_0() throws IOException, InterruptedException {
        var config = config("server: {listen: \"127.0.0.1:0\"}\nlog: {format: json}");
        try (var sentinel = Child.java(folder, MAIN, "run", "-c", config)) {
            var listens = sentinel.errLine(line -> line.contains("http server listens"));
            var address = new ObjectMapper().readTree(listens).get("address").asText();
            sentinel.errLine(line -> line.contains("sentinel runs"));
            assertThat(get("http://" + address + "/readyz")).contains("program: ready", "broker: ");
            assertThat(get("http://" + address + "/metrics"))
                    .contains("sentinel_journal_forced_total", "sentinel_correlator_forgotten_total");

            sentinel.terminate();

            assertThat(sentinel.exit()).isZero();
            assertThat(sentinel.restOfErr()).last().asString().contains("sentinel stopped");
        }
    }

    @Test
    void tells_the_effective_configuration_once() throws IOException {
        var config = config("server: {listen: \"127.0.0.1:0\"}\ncluster: prod");
        try (var sentinel = Child.java(folder, MAIN, "run", "-c", config)) {
            assertThat(sentinel.errLine(line -> line.contains("effective configuration")))
                    .contains("cluster=prod", "broker.password-file=none", "store.connections=8");
        }
    }

    @Test
    void an_address_in_use_is_told_in_one_line_and_with_exit_code_6() throws IOException, InterruptedException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var config = config("server: {listen: \"127.0.0.1:%d\"}".formatted(taken.getLocalPort()));
            try (var sentinel = Child.java(folder, MAIN, "run", "-c", config)) {
                assertThat(sentinel.errLine(line -> line.startsWith("sentinel: ")))
                        .contains(
                                "the HTTP server cannot listen on 127.0.0.1:" + taken.getLocalPort(),
                                "Address already in use",
                                "set server.listen to another");
                assertThat(sentinel.exit()).isEqualTo(6);
                assertThat(sentinel.restOfErr()).isEmpty();
            }
        }
    }

    @Test
    void a_wrong_configuration_is_told_before_anything_opens() throws IOException, InterruptedException {
        var config = config("clutser: prod");
        try (var sentinel = Child.java(folder, MAIN, "run", "-c", config)) {
            assertThat(sentinel.exit()).isEqualTo(2);
            assertThat(sentinel.restOfErr())
                    .containsExactly(
                            "sentinel: the configuration has a problem:",
                            "  " + config + ":1:1: unknown key \"clutser\"; did you mean \"cluster\"?");
            assertThat(folder.resolve("sentinel-data")).doesNotExist();
        }
    }

    private String config(String yaml) throws IOException {
        return Files.writeString(folder.resolve("sentinel.yaml"), yaml + "\nbroker: {port: 0}\n")
                .toString();
    }

    private static String get(String url) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
