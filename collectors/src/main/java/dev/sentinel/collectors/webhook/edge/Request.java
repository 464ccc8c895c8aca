package dev.sentinel.collectors.webhook.edge;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A POST that somebody sent.
 *
 * @param headers by name; of one that is there twice, one
 * @param now when it came
 */
public record Request(String path, Map<String, String> headers, byte[] body, Instant now) {
    public Request {
        Map<String, String> small = new HashMap<>();
        headers.forEach((name, value) -> small.put(name.toLowerCase(Locale.ROOT), value));
        headers = Map.copyOf(small);
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Without what the body or a header holds. */
    @Override
    public String toString() {
        return "POST %s with %d bytes".formatted(path, body.length);
    }
}
