package dev.sentinel.responders.targets.longhorn;

import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
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

/** Moves all replicas away from one disk. */
record DiskEvictionOn(String namespace) implements OnDisk {
    private static final Declaration DECLARATION = new Declaration(
            "longhorn.disk.eviction.on",
            "Longhorn moves all replicas away from a disk",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(OnDisk.THING),
            List.of(),
            List.of(
                    "Every replica there is read once more and made anew elsewhere, one per volume at a time: load on what may be failing, and room needed elsewhere",
                    "Detached volumes are attached for it",
                    "It ends by itself when the node goes down"),
            Duration.ofSeconds(30),
            new WayBack.By("longhorn.disk.eviction.off", Duration.ofDays(3)),
            "get, patch nodes.longhorn.io in longhorn-system",
            List.of("last-healthy-copy", "volume-flapping", "rebuild-in-progress", "node-share"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) {
        return List.of(Field.of(true, "spec", "disks", Json.name(found.target()), "evictionRequested"));
    }

    @Override
    public Optional<Outcome.Refused> forbids(Order order, Found found, Cluster cluster) throws NoAnswer {
        return new Emptying(namespace, cluster)
                .forbids(
                        found.place(),
                        OnDisk.disk(found),
                        replica -> replica.diskUuid().equals(found.uid()));
    }
}
