package dev.sentinel.stories;

import static org.awaitility.Awaitility.await;

import dev.sentinel.harness.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sentinel that runs, and the door to it. */
record Running(ChildJvm process, URI address) implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("http server listens address=\"?(127\\.0\\.0\\.1:\\d+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static Running start(ChildJvm process) {
        String line = process.awaitLine(each -> LISTENS.matcher(each).find(), Home.PATIENCE);
        Matcher listens = LISTENS.matcher(line);
        if (!listens.find()) {
            throw new IllegalStateException(line);
        }
        Running running = new Running(process, URI.create("http://" + listens.group(1)));
        await().atMost(Home.PATIENCE).until(() -> running.get("/readyz").statusCode() == 200);
        return running;
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(address.resolve(path)).build());
    }

    HttpResponse<String> post(String path, String json) {
        return send(HttpRequest.newBuilder(address.resolve(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void kill() {
        process.kill();
    }

    /** Asks it to stop and returns its exit code. */
    int stop() {
        process.stop();
        return process.exitCode(Home.PATIENCE);
    }

    @Override
    public void close() {
        process.close();
    }
}
