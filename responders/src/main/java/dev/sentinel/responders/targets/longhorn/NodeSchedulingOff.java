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

/** The switch of a quarantine: no new replicas on a node, and no failed ones used again; those that run stay (domain 5.1). */
record NodeSchedulingOff(String namespace) implements InLonghorn {
    private static final Declaration DECLARATION = new Declaration(
            "longhorn.node.scheduling.off",
            "No new Longhorn replicas on a node; those that are there stay and serve",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(Kinds.LONGHORN_NODE.thing()),
            List.of(),
            List.of(
                    "Less room for replicas: a degraded volume that finds no other place stays degraded",
                    "Failed replicas on the node are not used again for a rebuild"),
            Duration.ofSeconds(30),
            new WayBack.By("longhorn.node.scheduling.on", Duration.ofDays(3)),
            "get, patch nodes.longhorn.io in longhorn-system",
            List.of("pause", "attempts", "target-unchanged", "node-share"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) {
        return List.of(Field.of(false, "spec", "allowScheduling"));
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
