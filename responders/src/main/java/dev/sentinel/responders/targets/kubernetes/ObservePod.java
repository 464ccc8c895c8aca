package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a pod is, and how its containers ended before. */
record ObservePod() implements Looking.Look {
    private static final Declaration DECLARATION = new Declaration(
            "kubernetes.pod.observe",
            "How a pod is, and how its containers ended before",
            RiskTier.RISK_TIER_READ,
            List.of(Kinds.POD.thing()),
            List.of(),
            List.of(),
            Duration.ofSeconds(60),
            new WayBack.Unchanging(),
            "get pods",
            List.of("pause"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public Optional<Seen> look(Order order, Cluster cluster) throws NoAnswer {
        return cluster.get(Place.of(order.target())).map(object -> Seen.of(object, facts(object)));
    }

    private static Map<String, String> facts(JsonNode pod) {
        List<JsonNode> containers =
                Json.items(pod, "status", "containerStatuses").toList();
        return Map.of(
                "phase",
                Json.text(pod, "status", "phase"),
                "node",
                Json.text(pod, "spec", "nodeName"),
                "ready",
                Boolean.toString(Json.holds(pod.path("status"), "Ready")),
                "restarts",
                Long.toString(containers.stream()
                        .mapToLong(each -> Json.number(each, "restartCount"))
                        .sum()),
                "waiting",
                first(containers, "state", "waiting", "reason"),
                "lastEnd",
                first(containers, "lastState", "terminated", "reason"),
                "ending",
                Boolean.toString(
                        !Json.text(pod, "metadata", "deletionTimestamp").isEmpty()));
    }

    private static String first(List<JsonNode> containers, String... path) {
        return containers.stream()
                .map(each -> Json.text(each, path))
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse("");
    }
}
