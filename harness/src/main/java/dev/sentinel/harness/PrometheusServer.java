package dev.sentinel.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A real Prometheus for a test, on a data folder that the test may damage and start it on again. */
public final class PrometheusServer implements AutoCloseable {
    static final String VARIABLE = "SENTINEL_TEST_PROMETHEUS";

    private final HttpServerProcess process;
    private final Path data;

    private PrometheusServer(HttpServerProcess process, Path data) {
        this.process = process;
        this.data = data;
    }

    /** A configuration that scrapes the given address, usually the server's own, once a second. */
    public static String scraping(String address) {
        return """
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs:
                  - job_name: prometheus
                    static_configs: [{targets: ['%s']}]
                """.formatted(address);
    }

    /** Scrapes itself once a second into that folder. */
    public static PrometheusServer start(Path data, String... flags) {
        PrometheusServer server = prepare(data, PrometheusServer::scraping, flags);
        try {
            server.start();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Not started yet; the configuration's text is a function of the server's own {@code host:port}. */
    public static PrometheusServer prepare(Path data, UnaryOperator<String> configuration, String... flags) {
        Path program = ProgramProvisions.onThisMachine().provide(VARIABLE, "prometheus", "prometheus");
        Path folder = Scratch.ofThisJvm().newFolder("prometheus");
        int port = FreePort.find();
        String address = "127.0.0.1:" + port;
        Path file = folder.resolve("prometheus.yml");
        try {
            Files.writeString(file, configuration.apply(address));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the configuration of Prometheus to " + file, e);
        }
        List<String> words = Stream.concat(
                        Stream.of(
                                program.toString(),
                                "--config.file=" + file,
                                "--storage.tsdb.path=" + data.toAbsolutePath(),
                                "--web.listen-address=" + address,
                                "--web.enable-lifecycle",
                                "--web.enable-admin-api"),
                        Stream.of(flags))
                .toList();
        return new PrometheusServer(new HttpServerProcess("Prometheus", folder, port, words), data);
    }

    public URI uri() {
        return process.uri();
    }

    public Path data() {
        return data;
    }

    /** Returns when it answers at all: it may still be replaying, which {@code /-/ready} says with 503. */
    public void start() {
        process.start();
    }

    /** Starts it without waiting for anything: for a start that is meant to fail. */
    public void launch() {
        process.launch();
    }

    /** SIGTERM, as an administrator stops it; returns what it ended with. */
    public int stop() {
        return process.stop();
    }

    /** SIGKILL, as when the machine loses power. */
    public void kill() {
        process.kill();
    }

    /** SIGSTOP: connections are taken, nothing answers. */
    public void freeze() {
        process.freeze();
    }

    public void thaw() {
        process.thaw();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What the latest start ended with, waiting so long for the end; empty when it still runs. */
    public OptionalInt exitCode(Duration limit) {
        return process.exitCode(limit);
    }

    /** What the latest start has printed so far. */
    public List<String> log() {
        return process.log();
    }

    public HttpAnswer get(String pathAndQuery) {
        return process.get(pathAndQuery);
    }

    /** For what is asked with POST, such as {@code /-/reload} and the deletion of series. */
    public HttpAnswer post(String pathAndQuery) {
        return process.post(pathAndQuery, "");
    }

    /** Ends it; the data folder is the caller's and stays. */
    @Override
    public void close() {
        process.close();
    }
}
