package dev.sentinel.responders.targets.longhorn;

import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.Field;
import dev.sentinel.responders.targets.kubernetes.Inverses;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.responders.targets.kubernetes.Kinds;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** New replicas on a node again; not while it is being emptied, for then they would leave as they come. */
record NodeSchedulingOn(String namespace) implements InLonghorn {
    private static final Declaration DECLARATION = new Declaration(
            "longhorn.node.scheduling.on",
            "New Longhorn replicas on a node again",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(Kinds.LONGHORN_NODE.thing()),
            List.of(),
            List.of("Degraded volumes may begin to rebuild there at once, and auto-balance may move replicas there"),
            Duration.ofSeconds(30),
            new WayBack.By("longhorn.node.scheduling.off", Duration.ofDays(3)),
            "get, patch nodes.longhorn.io in longhorn-system",
            List.of("pause", "target-unchanged"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) {
        return List.of(Field.of(true, "spec", "allowScheduling"));
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
    public Optional<Outcome.Refused> forbids(Order order, Found found, Cluster cluster) {
        return Json.flag(found.object(), "spec", "evictionRequested")
                ? Optional.of(new Outcome.Refused(
                        "eviction",
                        "%s is being emptied (evictionRequested)".formatted(found.place()),
                        "End the eviction first: longhorn.node.eviction.off."))
                : Optional.empty();
    }
}
