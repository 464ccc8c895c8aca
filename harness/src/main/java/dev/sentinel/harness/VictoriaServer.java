package dev.sentinel.harness;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A real VictoriaMetrics for a test, on a data folder that the test may damage and start it on again. */
public final class VictoriaServer implements AutoCloseable {
    static final String VARIABLE = "SENTINEL_TEST_VICTORIA_METRICS";

    private final HttpServerProcess process;
    private final Path data;

    private VictoriaServer(HttpServerProcess process, Path data) {
        this.process = process;
        this.data = data;
    }

    /** Flags start with one dash; without {@code -promscrape.config} it scrapes nothing. */
    public static VictoriaServer start(Path data, String... flags) {
        VictoriaServer server = prepare(data, flags);
        try {
            server.start();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Not started yet. */
    public static VictoriaServer prepare(Path data, String... flags) {
        Path program = ProgramProvisions.onThisMachine().provide(VARIABLE, "victoria-metrics", "victoria-metrics");
        int port = FreePort.find();
        List<String> words = Stream.concat(
                        Stream.of(
                                program.toString(),
                                "-storageDataPath=" + data.toAbsolutePath(),
                                "-httpListenAddr=127.0.0.1:" + port,
                                // By default it takes most of the machine for its caches.
                                "-memory.allowedBytes=64MiB"),
                        Stream.of(flags))
                .toList();
        Path folder = Scratch.ofThisJvm().newFolder("victoria-metrics");
        return new VictoriaServer(new HttpServerProcess("VictoriaMetrics", folder, port, words), data);
    }

    public URI uri() {
        return process.uri();
    }

    public Path data() {
        return data;
    }

    /** Returns when it answers at all. */
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

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What the latest start has printed so far. */
    public List<String> log() {
        return process.log();
    }

    public HttpAnswer get(String pathAndQuery) {
        return process.get(pathAndQuery);
    }

    public HttpAnswer post(String path, String body) {
        return process.post(path, body);
    }

    /** Ends it; the data folder is the caller's and stays. */
    @Override
    public void close() {
        process.close();
    }
}
