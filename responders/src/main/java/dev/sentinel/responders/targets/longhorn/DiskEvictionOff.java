package dev.sentinel.responders.targets.longhorn;

import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.targets.kubernetes.Field;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;

/** Leaves the replicas that are still on a disk where they are. */
record DiskEvictionOff(String namespace) implements OnDisk {
    private static final Declaration DECLARATION = new Declaration(
            "longhorn.disk.eviction.off",
            "Longhorn leaves the replicas that are still on a disk where they are",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(OnDisk.THING),
            List.of(),
            List.of("Rebuilds that have begun end on their own"),
            Duration.ofSeconds(30),
            new WayBack.By("longhorn.disk.eviction.on", Duration.ofDays(3)),
            "get, patch nodes.longhorn.io in longhorn-system",
            List.of("pause"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) {
        return List.of(Field.of(false, "spec", "disks", Json.name(found.target()), "evictionRequested"));
    }
}
