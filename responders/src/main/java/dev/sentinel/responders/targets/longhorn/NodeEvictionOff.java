package dev.sentinel.responders.targets.longhorn;

import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.Field;
import dev.sentinel.responders.targets.kubernetes.Inverses;
import dev.sentinel.responders.targets.kubernetes.Kinds;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Leaves the replicas that are still on a node where they are. */
record NodeEvictionOff(String namespace) implements InLonghorn {
    private static final Declaration DECLARATION = new Declaration(
            "longhorn.node.eviction.off",
            "Longhorn leaves the replicas that are still on a node where they are",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(Kinds.LONGHORN_NODE.thing()),
            List.of(),
            List.of("Rebuilds that have begun end on their own"),
            Duration.ofSeconds(30),
            new WayBack.By("longhorn.node.eviction.on", Duration.ofDays(3)),
            "get, patch nodes.longhorn.io in longhorn-system",
            List.of("pause"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) {
        return List.of(Field.of(false, "spec", "evictionRequested"));
    }

    @Override
    public Inverse wayBack(Order order, Found found) {
        return Inverses.of(DECLARATION, Arguments.none());
    }

    @Override
    public Map<String, String> facts(Found found, Cluster cluster) {
        return NodeFacts.switches(found.object().path("spec"));
    }
}
