package dev.sentinel.responders.targets.kubernetes;

import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The operator keeps its hands off what one of its resources describes; it stops no pods (domain 6.6). */
record PauseOperator() implements Edit {
    private static final Declaration DECLARATION = new Declaration(
            "kubernetes.operator.pause",
            "The operator leaves what one of its resources describes as it is",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(Kinds.PROMETHEUS.thing(), Kinds.ALERTMANAGER.thing()),
            List.of(),
            List.of(
                    "Changes of the resource have no effect until it is resumed; pods that fail are still restarted by their set"),
            Duration.ofSeconds(30),
            new WayBack.By("kubernetes.operator.resume", Duration.ofDays(1)),
            "get, patch prometheuses.monitoring.coreos.com, alertmanagers.monitoring.coreos.com",
            List.of("own-storage"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) {
        return List.of(Field.of(true, "spec", "paused"));
    }

    @Override
    public Inverse wayBack(Order order, Found found) {
        return Inverses.of(DECLARATION, Arguments.none());
    }

    @Override
    public Map<String, String> facts(Found found, Cluster cluster) {
        return Map.of("paused", Boolean.toString(Json.flag(found.object(), "spec", "paused")));
    }
}
