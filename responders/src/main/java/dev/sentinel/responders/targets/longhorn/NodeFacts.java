package dev.sentinel.responders.targets.longhorn;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.targets.kubernetes.Json;
import java.util.Map;

/** The two switches of a node or disk. Nothing that moves by itself is among the facts of an act, for it would void the plan. */
final class NodeFacts {
    private NodeFacts() {}

    static Map<String, String> switches(JsonNode switches) {
        return Map.of(
                "allowScheduling",
                Boolean.toString(Json.flag(switches, "allowScheduling")),
                "evictionRequested",
                Boolean.toString(Json.flag(switches, "evictionRequested")));
    }
}
