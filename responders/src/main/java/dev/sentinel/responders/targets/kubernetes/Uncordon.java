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

/** New pods on a node again. */
record Uncordon() implements Edit {
    private static final Declaration DECLARATION = new Declaration(
            "kubernetes.node.uncordon",
            "New pods on a node again",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(Kinds.NODE.thing()),
            List.of(),
            List.of("Pods that wait may start there at once, and Longhorn may place replicas there again"),
            Duration.ofSeconds(30),
            new WayBack.By("kubernetes.node.cordon", Duration.ofDays(3)),
            "get, patch nodes",
            List.of("pause", "target-unchanged"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) {
        return List.of(Field.absent("spec", "unschedulable"));
    }

    @Override
    public Inverse wayBack(Order order, Found found) {
        return Inverses.of(DECLARATION, Arguments.none());
    }

    @Override
    public Map<String, String> facts(Found found, Cluster cluster) {
        return Cordon.cordoned(found);
    }
}
