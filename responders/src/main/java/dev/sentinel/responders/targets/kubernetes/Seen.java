package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** How one thing looks. */
public record Seen(String uid, String resourceVersion, Map<String, String> facts) {
    public Seen {
        facts = Map.copyOf(facts);
    }

    public static Seen of(JsonNode object, Map<String, String> facts) {
        return new Seen(Json.uid(object), Json.text(object, "metadata", "resourceVersion"), facts);
    }
}
