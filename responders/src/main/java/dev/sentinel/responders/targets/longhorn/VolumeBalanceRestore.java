package dev.sentinel.responders.targets.longhorn;

import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Parameter;
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
import java.util.Set;

/** A volume is balanced as it was before. */
record VolumeBalanceRestore(String namespace) implements InLonghorn {
    private static final Set<String> VALUES = Set.of("ignored", "disabled", "least-effort", "best-effort");

    private static final Declaration DECLARATION = new Declaration(
            "longhorn.volume.auto_balance.restore",
            "A volume is balanced as it was before",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(Kinds.LONGHORN_VOLUME.thing()),
            List.of(
                    Parameter.optional("value", Parameter.Type.TEXT, "ignored, disabled, least-effort or best-effort"),
                    Parameter.optional(Inverses.ABSENT, Parameter.Type.FLAG, "take the field out, as it was found")),
            List.of("Longhorn may begin to move copies of the volume"),
            Duration.ofSeconds(30),
            new WayBack.By("longhorn.volume.auto_balance.restore", Duration.ofDays(3)),
            "get, patch volumes.longhorn.io in longhorn-system",
            List.of("pause"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) throws NoAnswer {
        return List.of(Given.text(order, DECLARATION, VALUES, "spec", VolumeBalanceOff.FIELD));
    }

    @Override
    public Inverse wayBack(Order order, Found found) {
        return Inverses.of(
                DECLARATION, Inverses.text("value", Json.at(found.object(), "spec", VolumeBalanceOff.FIELD)));
    }

    @Override
    public Map<String, String> facts(Found found, Cluster cluster) {
        return Map.of(VolumeBalanceOff.FIELD, Json.text(found.object(), "spec", VolumeBalanceOff.FIELD));
    }
}
