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

/** How many pods a workload has, and how many of them work. */
record ObserveWorkload() implements Looking.Look {
    private static final Declaration DECLARATION = new Declaration(
            "kubernetes.workload.observe",
            "How many pods a workload has, and how many of them work",
            RiskTier.RISK_TIER_READ,
            List.of(
                    Kinds.STATEFUL_SET.thing(),
                    Kinds.DEPLOYMENT.thing(),
                    Kinds.PROMETHEUS.thing(),
                    Kinds.ALERTMANAGER.thing()),
            List.of(),
            List.of(),
            Duration.ofSeconds(60),
            new WayBack.Unchanging(),
            "get statefulsets.apps, deployments.apps, prometheuses.monitoring.coreos.com, alertmanagers.monitoring.coreos.com",
            List.of("pause"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public Optional<Seen> look(Order order, Cluster cluster) throws NoAnswer {
        return cluster.get(Place.of(order.target())).map(object -> Seen.of(object, facts(object)));
    }

    /** A Prometheus says available where a set says ready. */
    private static Map<String, String> facts(JsonNode object) {
        JsonNode status = object.path("status");
        return Map.of(
                "replicas",
                Json.text(object, "spec", "replicas"),
                "running",
                Long.toString(Json.number(status, "replicas")),
                "ready",
                Long.toString(Math.max(Json.number(status, "readyReplicas"), Json.number(status, "availableReplicas"))),
                "paused",
                Boolean.toString(Json.flag(object, "spec", "paused")));
    }
}
