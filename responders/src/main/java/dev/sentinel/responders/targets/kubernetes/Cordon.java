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

/** No new pods on a node; those that run stay. */
record Cordon() implements Edit {
    private static final Declaration DECLARATION = new Declaration(
            "kubernetes.node.cordon",
            "No new pods on a node; those that run there stay",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(Kinds.NODE.thing()),
            List.of(),
            List.of(
                    "Pods that end on the node are not started there again; a pod whose volume is only there waits",
                    "Longhorn places no replicas there while its setting disable-scheduling-on-cordoned-node is on, and begins to evict where node-drain-policy says block-for-eviction"),
            Duration.ofSeconds(30),
            new WayBack.By("kubernetes.node.uncordon", Duration.ofDays(3)),
            "get, patch nodes",
            List.of("pause", "attempts", "target-unchanged", "node-share", "own-storage"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) {
        return List.of(Field.of(true, "spec", "unschedulable"));
    }

    @Override
    public Inverse wayBack(Order order, Found found) {
        return Inverses.of(DECLARATION, Arguments.none());
    }

    @Override
    public Map<String, String> facts(Found found, Cluster cluster) {
        return cordoned(found);
    }

    static Map<String, String> cordoned(Found found) {
        return Map.of("cordoned", Boolean.toString(Json.flag(found.object(), "spec", "unschedulable")));
    }
}
