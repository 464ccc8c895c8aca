package dev.sentinel.lab.servers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.lab.world.Tree;
import java.util.Map;

/** What a server answers. */
public record Answered(int code, String type, Map<String, String> headers, String body) {

    static final String TEXT = "text/plain; charset=utf-8";

    public Answered {
        headers = Map.copyOf(headers);
    }

    static Answered text(int code, String body) {
        return new Answered(code, TEXT, Map.of(), body);
    }

    static Answered json(int code, JsonNode body) {
        return new Answered(code, "application/json", Map.of(), body.toString());
    }

    /** As Prometheus and those who speak its API wrap what they say. */
    static Answered data(JsonNode data) {
        return json(200, Tree.of("status", "success", "data", data));
    }

    static Answered error(int code, String type, String message) {
        return json(code, Tree.of("status", "error", "errorType", type, "error", message));
    }

    static Answered nothingThere() {
        return text(404, "404 page not found\n");
    }

    Answered with(String header, String value) {
        return new Answered(code, type, Map.of(header, value), body);
    }
}
