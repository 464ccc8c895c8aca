package dev.sentinel.responders.targets.longhorn;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.responders.targets.kubernetes.Kinds;
import dev.sentinel.responders.targets.kubernetes.Looking;
import dev.sentinel.responders.targets.kubernetes.Seen;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is on a node of Longhorn, and how it is. */
record ObserveNode(String namespace) implements Looking.Look {
    private static final Declaration DECLARATION = new Declaration(
            "longhorn.node.observe",
            "What is on a Longhorn node, and how it is",
            RiskTier.RISK_TIER_READ,
            List.of(Kinds.LONGHORN_NODE.thing()),
            List.of(),
            List.of(),
            Duration.ofSeconds(60),
            new WayBack.Unchanging(),
            "get nodes.longhorn.io in longhorn-system",
            List.of("pause"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public Optional<Seen> look(Order order, Cluster cluster) throws NoAnswer {
        return cluster.get(InLonghorn.place(order, namespace)).map(node -> Seen.of(node, facts(node)));
    }

    private static Map<String, String> facts(JsonNode node) {
        JsonNode disks = Json.at(node, "status", "diskStatus");
        int replicas = 0;
        int ready = 0;
        for (JsonNode disk : disks) {
            replicas += disk.path("scheduledReplica").size();
            ready += Json.holds(disk, "Ready") ? 1 : 0;
        }
        Map<String, String> facts = new HashMap<>(NodeFacts.switches(node.path("spec")));
        facts.put("ready", Boolean.toString(Json.holds(node.path("status"), "Ready")));
        facts.put("disks", Integer.toString(disks.size()));
        facts.put("readyDisks", Integer.toString(ready));
        // An unready disk lists none, whatever is on it: this says how many only while all disks are ready.
        facts.put("scheduledReplicas", Integer.toString(replicas));
        return facts;
    }
}
