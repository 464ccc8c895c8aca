package dev.sentinel.responders.targets.longhorn;

import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.Field;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** New replicas on one disk again; not while it is being emptied. */
record DiskSchedulingOn(String namespace) implements OnDisk {
    private static final Declaration DECLARATION = new Declaration(
            "longhorn.disk.scheduling.on",
            "New Longhorn replicas on a disk again",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(OnDisk.THING),
            List.of(),
            List.of("Degraded volumes may begin to rebuild there at once, and auto-balance may move replicas there"),
            Duration.ofSeconds(30),
            new WayBack.By("longhorn.disk.scheduling.off", Duration.ofDays(3)),
            "get, patch nodes.longhorn.io in longhorn-system",
            List.of("pause"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) {
        return List.of(Field.of(true, "spec", "disks", Json.name(found.target()), "allowScheduling"));
    }

    @Override
    public Optional<Outcome.Refused> forbids(Order order, Found found, Cluster cluster) {
        return Json.flag(OnDisk.disk(found), "evictionRequested")
                ? Optional.of(new Outcome.Refused(
                        "eviction",
                        "%s is being emptied (evictionRequested)".formatted(found.place()),
                        "End the eviction first: longhorn.disk.eviction.off."))
                : Optional.empty();
    }
}
