package dev.sentinel.responders.targets.longhorn;

import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.targets.kubernetes.Field;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;

/** No new replicas on one disk; those that are there stay. */
record DiskSchedulingOff(String namespace) implements OnDisk {
    private static final Declaration DECLARATION = new Declaration(
            "longhorn.disk.scheduling.off",
            "No new Longhorn replicas on a disk; those that are there stay and serve",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(OnDisk.THING),
            List.of(),
            List.of("Less room for replicas: a degraded volume that finds no other place stays degraded"),
            Duration.ofSeconds(30),
            new WayBack.By("longhorn.disk.scheduling.on", Duration.ofDays(3)),
            "get, patch nodes.longhorn.io in longhorn-system",
            List.of("node-share"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) {
        return List.of(Field.of(false, "spec", "disks", Json.name(found.target()), "allowScheduling"));
    }
}
