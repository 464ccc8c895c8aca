package dev.sentinel.responders.targets.longhorn;

import dev.sentinel.responders.actions.Arguments;
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

/** A volume is no longer held; who stopped its writers starts them again. */
record LetGo(String namespace) implements InLonghorn {
    private static final Declaration DECLARATION = new Declaration(
            "longhorn.volume.let_go",
            "A volume is no longer held",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(Kinds.LONGHORN_VOLUME.thing()),
            List.of(),
            List.of("None by itself: whoever asks for the volume gets it"),
            Duration.ofSeconds(30),
            new WayBack.By("longhorn.volume.hold", Duration.ofDays(3)),
            "get, patch volumes.longhorn.io in longhorn-system",
            List.of("pause"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) {
        return List.of(Field.absent("metadata", "annotations", Hold.MARK));
    }

    @Override
    public Inverse wayBack(Order order, Found found) {
        return Inverses.of(
                DECLARATION,
                Arguments.none().with("reason", Json.text(found.object(), "metadata", "annotations", Hold.MARK)));
    }

    @Override
    public Map<String, String> facts(Found found, Cluster cluster) {
        return Map.of("held", Json.text(found.object(), "metadata", "annotations", Hold.MARK));
    }
}
