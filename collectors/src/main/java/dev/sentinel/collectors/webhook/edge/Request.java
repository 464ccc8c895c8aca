package dev.sentinel.collectors.webhook.edge;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A POST that somebody sent. */
public final class Request {
    private final String path;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Instant now;

    /**
     * One that just came.
     *
     * @param headers by name; of one that is there twice, one
     * @param body is not copied, and not to be changed after this
     * @param now when it came
     */
    public Request(String path, Map<String, String> headers, byte[] body, Instant now) {
        Map<String, String> small = new HashMap<>();
        headers.forEach((name, value) -> small.put(name.toLowerCase(Locale.ROOT), value));
        this.path = path;
        this.headers = Map.copyOf(small);
        this.body = body;
        this.now = now;
    }

    /** By name in small letters. */
    Map<String, String> headers() {
        return headers;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    byte[] body() {
        return body;
    }

    Instant now() {
        return now;
    }

    /** Without what the body or a header holds. */
    @Override
    public String toString() {
        return "POST %s with %d bytes".formatted(path, body.length);
    }
}
