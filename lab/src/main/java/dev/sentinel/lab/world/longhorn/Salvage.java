package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Bringing faulted volumes back: by itself within a minute's window, or as somebody asks (5.3). */
public final class Salvage {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** A faulted, detached volume: revives its last copies if it may, and lets it attach again if it has a usable one. */
    void consider(World world, Key key) {
        if (!Tree.text(world.store().get(key), "status", "robustness").equals("faulted")) {
            return;
        }
        List<ObjectNode> replicas = Volumes.replicas(world, key);
        boolean allFailed = !replicas.isEmpty() && replicas.stream().allMatch(Names::failed);
        if (allFailed && Settings.on(world, "auto-salvage")) {
            revive(world, key, replicas);
        }
        if (Volumes.replicas(world, key).stream().anyMatch(each -> !Names.failed(each))) {
            returns(world, key);
        }
    }

    private static void revive(World world, Key key, List<ObjectNode> replicas) {
        List<ObjectNode> candidates = replicas.stream()
                .filter(each -> !Volumes.healthyAt(each).isEmpty())
                .filter(each -> obstacle(world, each).isEmpty())
                .toList();
        Optional<Instant> newest =
                candidates.stream().map(each -> failedAt(world, each)).max(Comparator.naturalOrder());
        if (newest.isEmpty()) {
            return;
        }
        Sayings sayings = new Sayings(world);
        String owner = Tree.text(world.store().get(key), "status", "ownerID");
        String fields = "controller=longhorn-volume volume=" + key.name();
        sayings.manager(owner, "info", "All replicas are failed, auto-salvaging volume", fields);
        world.store().change(Names.engine(key.name()), each -> Tree.set(each, true, "spec", "salvageRequested"));
        for (ObjectNode each : candidates) {
            if (failedAt(world, each).isBefore(newest.get().minus(WINDOW))) {
                continue;
            }
            sayings.manager(
                    owner,
                    "warning",
                    "Automatically salvaging volume replica",
                    fields + " replica=" + Names.name(each));
            world.store().change(Key.of(Kinds.LH_REPLICA, each), replica -> Tree.set(replica, "", "spec", "failedAt"));
            world.events()
                    .warning(
                            key,
                            Volumes.COMPONENT,
                            "AutoSalvaged",
                            "Replica %s of volume %s will be automatically salvaged"
                                    .formatted(Names.name(each), key.name()));
        }
        world.store().change(key, each -> Tree.set(each, world.now(), "status", "lastAutoSalvagedAt"));
    }

    private static void returns(World world, Key key) {
        world.store().change(key, each -> {
            Tree.set(each, "unknown", "status", "robustness");
            Tree.set(each, world.now(), "status", "remountRequestedAt");
        });
        world.events()
                .normal(
                        key,
                        Volumes.COMPONENT,
                        "Remount",
                        "Volume %s requested remount at %s".formatted(key.name(), Tree.time(world.now())));
    }

    /** {@code POST /v1/volumes/<v>?action=salvage}: the four checks, and nothing else is looked at. */
    public static void byHand(World world, String volume, List<String> names) {
        Key key = Names.volume(volume);
        ObjectNode found = world.store().get(key);
        String state = Tree.text(found, "status", "state");
        String robustness = Tree.text(found, "status", "robustness");
        if (!state.equals("detached")) {
            throw refused("invalid volume state to salvage: " + state);
        }
        if (!robustness.equals("faulted")) {
            throw refused("invalid robustness state to salvage: " + robustness);
        }
        List<ObjectNode> replicas = names.stream()
                .map(name -> Volumes.replicas(world, key).stream()
                        .filter(each -> Names.name(each).equals(name))
                        .findFirst()
                        .orElseThrow(() -> refused("replica %s doesn't belong to volume %s".formatted(name, volume))))
                .toList();
        replicas.forEach(each -> obstacle(world, each).ifPresent(why -> {
            throw refused(why);
        }));
        world.store().change(key, each -> Tree.set(each, "", "spec", "nodeID"));
        replicas.forEach(each -> world.store()
                .change(Key.of(Kinds.LH_REPLICA, each), replica -> Tree.set(replica, "", "spec", "failedAt")));
    }

    /** Down means gone or not ready in Kubernetes; a quarantined node is fine, a disk that takes nothing is not. */
    private static Optional<String> obstacle(World world, ObjectNode replica) {
        String name = Tree.text(replica, "spec", "nodeID");
        Optional<ObjectNode> node = world.store().find(Names.key(Kinds.LH_NODE, name));
        String reason = node.flatMap(each -> Conditions.find(each, "Ready"))
                .map(each -> Tree.text(each, "reason"))
                .orElse("KubernetesNodeGone");
        if (reason.equals("KubernetesNodeGone") || reason.equals("KubernetesNodeNotReady")) {
            return Optional.of(
                    "failed to salvage replica %s: node %s is down or deleted".formatted(Names.name(replica), name));
        }
        String uuid = Tree.text(replica, "spec", "diskID");
        boolean schedulable = Tree.at(node.orElseThrow(), "status", "diskStatus").properties().stream()
                .filter(each -> Tree.text(each.getValue(), "diskUUID").equals(uuid))
                .anyMatch(each -> Conditions.is(Tree.of("status", each.getValue()), "Schedulable"));
        return schedulable
                ? Optional.empty()
                : Optional.of("disk with UUID %s on node %s is unschedulable for replica %s"
                        .formatted(uuid, name, Names.name(replica)));
    }

    private static Instant failedAt(World world, ObjectNode replica) {
        return Tree.time(replica, world.now(), "spec", "failedAt");
    }

    private static Refused refused(String why) {
        return new Refused(Refused.Reason.INTERNAL, why);
    }
}
