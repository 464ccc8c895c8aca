package dev.sentinel.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A program that serves HTTP on a free loopback port; it keeps the port when it is stopped and started again. */
final class HttpServerProcess implements AutoCloseable {
    private static final Duration ANSWERS = Duration.ofSeconds(30);
    private static final Duration STOPS = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Path folder;
    private final int port;
    private final List<String> words;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final List<ServerProcess> starts = new ArrayList<>();

    /** {@code folder} is for the logs; {@code words} start the program so that it listens on {@code port}. */
    HttpServerProcess(String name, Path folder, int port, List<String> words) {
        this.name = name;
        this.folder = folder;
        this.port = port;
        this.words = List.copyOf(words);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Starts the program and returns when it answers at all, which is before it has done its work of starting. */
    void start() {
        launch();
        ServerProcess launched = latest().orElseThrow();
        launched.awaitReady(toString(), ANSWERS, this::answers);
    }

    synchronized void launch() {
        if (isAlive()) {
            throw new IllegalStateException(this + " is already running; stop or kill it before starting it again");
        }
        starts.add(ServerProcess.start(words, Map.of(), folder.resolve("output-" + (starts.size() + 1) + ".log")));
    }

    /** SIGTERM, as an administrator stops it; returns what it ended with. */
    int stop() {
        ServerProcess running = running();
        running.terminate();
        return running.exitCode(STOPS)
                .orElseThrow(() -> new IllegalStateException(this + " is still there " + STOPS.toSeconds()
                        + " s after SIGTERM; its log:\n" + String.join("\n", running.lines())));
    }

    void kill() {
        latest().ifPresent(ServerProcess::kill);
    }

    void freeze() {
        running().freeze();
    }

    void thaw() {
        running().thaw();
    }

    boolean isAlive() {
        return latest().filter(ServerProcess::isAlive).isPresent();
    }

    /** What the latest start ended with, waiting so long for the end; empty when it still runs. */
    OptionalInt exitCode(Duration limit) {
        return latest().map(process -> process.exitCode(limit)).orElseGet(OptionalInt::empty);
    }

    /** What the latest start has printed so far. */
    List<String> log() {
        return latest().map(ServerProcess::lines).orElseGet(List::of);
    }

    HttpAnswer get(String pathAndQuery) {
        return ask(HttpRequest.newBuilder(uri().resolve(pathAndQuery)).GET());
    }

    HttpAnswer post(String pathAndQuery, String body) {
        return ask(HttpRequest.newBuilder(uri().resolve(pathAndQuery))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpAnswer ask(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            return new HttpAnswer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(this + " gave no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + this, e);
        }
    }

    private boolean answers() {
        try {
            return get("/").status() > 0;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private ServerProcess running() {
        return latest().filter(ServerProcess::isAlive)
                .orElseThrow(() -> new IllegalStateException(this + " is not running; start it first"));
    }

    private synchronized Optional<ServerProcess> latest() {
        return starts.isEmpty() ? Optional.empty() : Optional.of(starts.getLast());
    }

    @Override
    public void close() {
        kill();
        client.shutdownNow();
        Scratch.delete(folder);
    }

    @Override
    public String toString() {
        return name + " at " + uri();
    }
}
