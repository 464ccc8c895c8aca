package dev.sentinel.responders.targets.longhorn;

import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
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
import java.util.Optional;

/** Moves all replicas away from a node; never the first answer, for it reads from what may be failing (domain 5.2). */
record NodeEvictionOn(String namespace) implements InLonghorn {
    private static final Declaration DECLARATION = new Declaration(
            "longhorn.node.eviction.on",
            "Longhorn moves all replicas away from a node",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(Kinds.LONGHORN_NODE.thing()),
            List.of(),
            List.of(
                    "Every replica there is read once more and made anew elsewhere, one per volume at a time: load on what may be failing, and room needed elsewhere",
                    "Detached volumes are attached for it",
                    "It ends by itself when the node goes down"),
            Duration.ofSeconds(30),
            new WayBack.By("longhorn.node.eviction.off", Duration.ofDays(3)),
            "get, patch nodes.longhorn.io in longhorn-system",
            List.of("last-healthy-copy", "volume-flapping", "rebuild-in-progress", "node-share"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) {
        return List.of(Field.of(true, "spec", "evictionRequested"));
    }

    @Override
    public Inverse wayBack(Order order, Found found) {
        return Inverses.of(DECLARATION, Arguments.none());
    }

    @Override
    public Map<String, String> facts(Found found, Cluster cluster) {
        return NodeFacts.switches(found.object().path("spec"));
    }

    @Override
    public Optional<Outcome.Refused> forbids(Order order, Found found, Cluster cluster) throws NoAnswer {
        return new Emptying(namespace, cluster)
                .forbids(
                        found.place(),
                        found.object().path("spec"),
                        replica -> replica.node().equals(found.place().name()));
    }
}
