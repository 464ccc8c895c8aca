package dev.sentinel.responders.targets.longhorn;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.targets.kubernetes.Json;
import java.util.Map;

/** What an act on a node or disk of Longhorn rests on. */
final class NodeFacts {
    private NodeFacts() {}

    static Map<String, String> of(JsonNode node) {
        JsonNode disks = Json.at(node, "status", "diskStatus");
        int replicas = 0;
        int ready = 0;
        for (JsonNode disk : disks) {
            replicas += disk.path("scheduledReplica").size();
            ready += Json.holds(disk, "Ready") ? 1 : 0;
        }
        return Map.of(
                "allowScheduling",
                Boolean.toString(Json.flag(node, "spec", "allowScheduling")),
                "evictionRequested",
                Boolean.toString(Json.flag(node, "spec", "evictionRequested")),
                "ready",
                Boolean.toString(Json.holds(node.path("status"), "Ready")),
                "disks",
                Integer.toString(disks.size()),
                "readyDisks",
                Integer.toString(ready),
                // An unready disk lists none, whatever is on it: this says how many only while all disks are ready.
                "scheduledReplicas",
                Integer.toString(replicas));
    }
}
