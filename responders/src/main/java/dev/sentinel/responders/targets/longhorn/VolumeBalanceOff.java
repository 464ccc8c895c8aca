package dev.sentinel.responders.targets.longhorn;

import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.Order;
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

/** Longhorn does not move a volume's copies to spread them better; what it lacks it still makes. */
record VolumeBalanceOff(String namespace) implements InLonghorn {
    static final String FIELD = "replicaAutoBalance";

    private static final Declaration DECLARATION = new Declaration(
            "longhorn.volume.auto_balance.off",
            "Longhorn does not move a volume's copies to spread them better",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(Kinds.LONGHORN_VOLUME.thing()),
            List.of(),
            List.of("Copies stay unevenly spread until it is restored"),
            Duration.ofSeconds(30),
            new WayBack.By("longhorn.volume.auto_balance.restore", Duration.ofDays(3)),
            "get, patch volumes.longhorn.io in longhorn-system",
            List.of("pause"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) {
        return List.of(Field.of("disabled", "spec", FIELD));
    }

    @Override
    public Inverse wayBack(Order order, Found found) {
        return Inverses.of(DECLARATION, Inverses.text("value", Json.at(found.object(), "spec", FIELD)));
    }

    @Override
    public Map<String, String> facts(Found found, Cluster cluster) {
        return Map.of(FIELD, Json.text(found.object(), "spec", FIELD));
    }
}
