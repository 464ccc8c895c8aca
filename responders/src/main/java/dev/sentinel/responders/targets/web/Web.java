package dev.sentinel.responders.targets.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One server over HTTP. Follows no redirect, asks nothing twice, and takes no more of an answer than it has room for. */
public final class Web implements AutoCloseable {
    private static final int LARGEST_TOKEN = 64 << 10;

    /**
     * Where it is, and who asks.
     *
     * @param tokenHeader that the token is sent in: "Authorization" (then as a bearer) or a header of its own
     * @param tokenFile read anew for each request
     */
    public record Address(URI base, String tokenHeader, Optional<Path> tokenFile) {
        public Address {
            if (base.getHost() == null
                    || base.getScheme() == null
                    || !base.getScheme().matches("https?")) {
                throw new IllegalArgumentException("not the address of a server: \"%s\"".formatted(base));
            }
        }

        public static Address open(URI base) {
            return new Address(base, "Authorization", Optional.empty());
        }
    }

    private final Address address;
    private final Duration timeout;
    private final int largest;
    private final HttpClient client;

    /**
     * Connects to nothing yet.
     *
     * @param largest answer in bytes; what comes after is not kept
     */
    public Web(Address address, Duration timeout, int largest) {
        this.address = address;
        this.timeout = timeout;
        this.largest = largest;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Where it is, without secrets. */
    public String endpoint() {
        return "%s://%s".formatted(address.base().getScheme(), address.base().getAuthority());
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public Reply get(String path) {
        return ask("GET", path, "");
    }

    /** As JSON; an empty body is no body. */
    public Reply send(String method, String path, String body) {
        return ask(method, path, body);
    }

    private Reply ask(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(address.base().toString().replaceAll("/+$", "") + path))
                .timeout(timeout)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        token().ifPresent(token -> request.header(
                address.tokenHeader(), address.tokenHeader().equals("Authorization") ? "Bearer " + token : token));
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> asked = client.sendAsync(
                request.build(),
                HttpResponse.BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(bytes ->
                        kept.write(bytes, 0, Math.min(bytes.length, Math.max(0, largest - kept.size()))))));
        try {
            // The client's own limit ends with the head of an answer; this one is for the body too.
            HttpResponse<Void> answer = asked.get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply.Answer(answer.statusCode(), kept.toString(StandardCharsets.UTF_8));
        } catch (ExecutionException e) {
            return Reply.of(e);
        } catch (TimeoutException e) {
            asked.cancel(true);
            return Reply.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            asked.cancel(true);
            return new Reply.Silence("it was interrupted while it waited for the answer");
        }
    }

    /** Asks without one when it cannot be read: then the server says what is wrong. */
    private Optional<String> token() {
        try {
            return address.tokenFile().isEmpty()
                            || Files.size(address.tokenFile().get()) > LARGEST_TOKEN
                    ? Optional.empty()
                    : Optional.of(Files.readString(address.tokenFile().get()).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
