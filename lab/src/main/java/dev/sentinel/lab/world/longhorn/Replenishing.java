package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes up for what is missing, and takes away what is too much (5.2): reuse, else wait, else a new replica anywhere. */
final class Replenishing {

    private static final Duration BACKOFF = Duration.ofSeconds(60);
    private static final int RETRIES = 5;

    private final Controller volumes;

    Replenishing(Controller volumes) {
        this.volumes = volumes;
    }

    void consider(World world, Key key) {
        ObjectNode volume = world.store().get(key);
        List<ObjectNode> replicas = Volumes.replicas(world, key);
        List<ObjectNode> live =
                replicas.stream().filter(each -> !Names.failed(each)).toList();
        long wanted = Tree.number(volume, 3, "spec", "numberOfReplicas");
        live.forEach(each -> Volumes.desire(world, each, "running"));
        join(world, key, live);
        boolean leaving = live.stream().anyMatch(each -> Tree.flag(each, "spec", "evictionRequested"));
        boolean faulted = Tree.text(volume, "status", "robustness").equals("faulted");
        boolean copying = live.stream().anyMatch(each -> Volumes.healthyAt(each).isEmpty());
        if (!faulted && !copying && limit(world) > 0 && (live.size() < wanted || (leaving && live.size() == wanted))) {
            replenish(world, key, replicas, leaving && live.size() == wanted);
        }
        if (!copying && live.size() > wanted) {
            surplus(world, live).ifPresent(each -> world.delete(each, 0));
        }
        // Longhorn cleans up failed replicas when the others are enough; the data goes with them.
        if (Tree.text(volume, "status", "robustness").equals("healthy")) {
            replicas.stream()
                    .filter(each -> Names.failed(each) && Tree.number(each, 0, "spec", "rebuildRetryCount") >= RETRIES)
                    .forEach(each -> world.delete(Key.of(Kinds.LH_REPLICA, each), 0));
        }
    }

    /** Running replicas that the engine does not know yet. */
    private static void join(World world, Key key, List<ObjectNode> live) {
        world.store()
                .change(
                        Names.engine(key.name()),
                        engine -> live.stream()
                                .map(each -> world.store().get(Key.of(Kinds.LH_REPLICA, each)))
                                .filter(Names::running)
                                .filter(each -> !Tree.at(engine, "spec", "replicaAddressMap")
                                        .has(Names.name(each)))
                                .forEach(each -> Tree.set(
                                        engine, Names.address(each), "spec", "replicaAddressMap", Names.name(each))));
        ObjectNode engine = world.store().get(Names.engine(key.name()));
        // One whose process died before the engine knew it has failed as well.
        live.stream()
                .map(each -> world.store().get(Key.of(Kinds.LH_REPLICA, each)))
                .filter(each -> Names.state(each).equals("error"))
                .filter(each -> !Tree.at(engine, "status", "replicaModeMap").has(Names.name(each)))
                .forEach(each -> Robustness.fail(
                        world,
                        each,
                        "Replica %s that not in the engine mode map is marked as failed, current state error, engine name %s, active true"
                                .formatted(Names.name(each), Names.name(engine))));
    }

    private void replenish(World world, Key key, List<ObjectNode> replicas, boolean evicting) {
        List<ObjectNode> failed = replicas.stream()
                .filter(Names::failed)
                .filter(each -> Tree.number(each, 0, "spec", "rebuildRetryCount") < RETRIES)
                .toList();
        Optional<ObjectNode> reusable =
                failed.stream().filter(each -> usable(world, each)).findFirst();
        if (reusable.isPresent() && !evicting) {
            Instant from =
                    Tree.time(reusable.get(), world.now(), "spec", "failedAt").plus(BACKOFF);
            if (from.isAfter(world.now())) {
                world.again(volumes, key, Duration.between(world.now(), from));
            } else {
                reuse(world, key, reusable.get());
            }
            return;
        }
        Instant degraded = Tree.time(world.store().get(key), world.now(), "status", "lastDegradedAt");
        Instant until =
                degraded.plusSeconds(Long.parseLong(Settings.get(world, "replica-replenishment-wait-interval")));
        if (!evicting && failed.stream().anyMatch(each -> mayReturn(world, each)) && until.isAfter(world.now())) {
            world.again(volumes, key, Duration.between(world.now(), until));
            return;
        }
        Optional<Key> added = Placement.add(world, key);
        Volumes.scheduled(world, key, added.isPresent());
        if (added.isEmpty() && evicting) {
            world.events()
                    .warning(
                            key,
                            Volumes.COMPONENT,
                            "EvictionFailed",
                            "volume %s failed to create one more replica".formatted(key.name()));
        }
    }

    /** Both times are cleared: from here on auto-salvage does not know this copy any more (0.3). */
    static void reuse(World world, Key key, ObjectNode replica) {
        new Sayings(world)
                .manager(
                        Tree.text(world.store().get(key), "status", "ownerID"),
                        "info",
                        "Failed replica %s will be reused during rebuilding".formatted(Names.name(replica)),
                        "controller=longhorn-volume volume=%s".formatted(key.name()));
        world.store().change(Key.of(Kinds.LH_REPLICA, replica), each -> {
            Tree.set(each, "", "spec", "failedAt");
            Tree.set(each, "", "spec", "healthyAt");
            Tree.set(each, "running", "spec", "desireState");
        });
    }

    private static boolean usable(World world, ObjectNode replica) {
        return world.store()
                .find(Names.key(Kinds.LH_NODE, Tree.text(replica, "spec", "nodeID")))
                .filter(node -> Placement.usable(world, node))
                .isPresent();
    }

    /** Its node is there and not shut out, so that waiting for it may save a copy. */
    private static boolean mayReturn(World world, ObjectNode replica) {
        return world.store()
                .find(Names.key(Kinds.LH_NODE, Tree.text(replica, "spec", "nodeID")))
                .filter(node -> Tree.flag(node, "spec", "allowScheduling"))
                .isPresent();
    }

    /** First who is asked to leave, then who stands on a node that is not ready, then who stands where most are. */
    private static Optional<Key> surplus(World world, List<ObjectNode> live) {
        return live.stream()
                .max(Comparator.<ObjectNode, Boolean>comparing(each -> Tree.flag(each, "spec", "evictionRequested"))
                        .thenComparing(each -> !ready(world, each))
                        .thenComparingLong(each -> Placement.load(world, Tree.text(each, "spec", "nodeID")))
                        .thenComparing(Names::name))
                .map(each -> Key.of(Kinds.LH_REPLICA, each));
    }

    private static boolean ready(World world, ObjectNode replica) {
        return world.store()
                .find(Names.key(Kinds.LH_NODE, Tree.text(replica, "spec", "nodeID")))
                .filter(node -> Conditions.is(node, "Ready"))
                .isPresent();
    }

    private static long limit(World world) {
        return Long.parseLong(Settings.get(world, "concurrent-replica-rebuild-per-node-limit"));
    }
}
