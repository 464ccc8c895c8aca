package dev.sentinel.lab.outside;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What goes back to the caller. */
record Reply(int status, Map<String, String> headers, String body) {

    static Reply text(int status, String text) {
        return new Reply(status, Map.of("Content-Type", "text/plain"), text);
    }

    static Reply json(int status, JsonNode body) {
        return new Reply(status, Map.of("Content-Type", "application/json; charset=utf-8"), body.toString());
    }
}
