package dev.sentinel.app.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;

/** What the program counts of itself, read from its metrics page as anybody would. */
final class Counters implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    // A connection that the server closes while it is idle is made again; with HTTP/2 that would be a failure.
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final HttpRequest page;

    Counters(int port) {
        this.page = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(port)))
                .timeout(PATIENCE)
                .build();
    }

    /** Events that were known when they arrived, and events that are still on disk. */
    record Reading(long repeated, long waiting) {}

    Reading read() throws IOException, InterruptedException {
        String text = http.send(page, HttpResponse.BodyHandlers.ofString()).body();
        return new Reading(
                sum(text, line -> line.startsWith("sentinel_events_duplicate_total")),
                sum(text, line -> line.startsWith("sentinel_spool_records")));
    }

    private static long sum(String text, Predicate<String> wanted) {
        return text.lines()
                .filter(wanted)
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
