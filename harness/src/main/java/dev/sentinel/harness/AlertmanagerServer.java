package dev.sentinel.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real Alertmanager for a test, alone: it looks for no peers. */
public final class AlertmanagerServer implements AutoCloseable {
    static final String VARIABLE = "SENTINEL_TEST_ALERTMANAGER";

    private final HttpServerProcess process;

    private AlertmanagerServer(HttpServerProcess process) {
        this.process = process;
    }

    /** A configuration that posts every alert to that address at once, and again once a second while it changes. */
    public static String posting(URI webhook) {
        return """
                route: {receiver: test, group_by: ['...'], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
                receivers:
                  - name: test
                    webhook_configs: [{url: '%s', send_resolved: true}]
                """.formatted(webhook);
    }

    public static AlertmanagerServer start(String configuration) {
        Path program = ProgramProvisions.onThisMachine()
                .provide(VARIABLE, "prometheus-alertmanager", "prometheus-alertmanager");
        Path folder = Scratch.ofThisJvm().newFolder("alertmanager");
        int port = FreePort.find();
        Path file = folder.resolve("alertmanager.yml");
        try {
            Files.writeString(file, configuration);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the configuration of Alertmanager to " + file, e);
        }
        List<String> words = List.of(
                program.toString(),
                "--config.file=" + file,
                "--storage.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=");
        AlertmanagerServer server = new AlertmanagerServer(new HttpServerProcess("Alertmanager", folder, port, words));
        try {
            server.start();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    public URI uri() {
        return process.uri();
    }

    /** Brings it back on what it had stored; returns when it answers at all. */
    public void start() {
        process.start();
    }

    /** SIGTERM, as an administrator stops it; returns what it ended with. */
    public int stop() {
        return process.stop();
    }

    /** SIGKILL, as when the machine loses power. */
    public void kill() {
        process.kill();
    }

    /** What the latest start has printed so far. */
    public List<String> log() {
        return process.log();
    }

    public HttpAnswer get(String pathAndQuery) {
        return process.get(pathAndQuery);
    }

    /** Posts JSON, such as alerts to {@code /api/v2/alerts}. */
    public HttpAnswer post(String path, String json) {
        return process.post(path, json);
    }

    @Override
    public void close() {
        process.close();
    }
}
