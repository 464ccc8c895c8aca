package dev.sentinel.lab.outside;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The JDK's client with short words, and the time at which all of these tests play. */
final class Sender {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final InstantSource TIME = InstantSource.fixed(NOON);

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Sender() {}

    static HttpResponse<String> post(URI uri, String body, String... headers) throws IOException, InterruptedException {
        return send("POST", uri, body, headers);
    }

    static HttpResponse<String> get(URI uri, String... headers) throws IOException, InterruptedException {
        return send("GET", uri, "", headers);
    }

    static HttpResponse<String> send(String method, URI uri, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
