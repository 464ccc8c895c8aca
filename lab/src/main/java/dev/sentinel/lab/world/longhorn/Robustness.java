package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Conditions;

/** How an attached volume fares, from what its engine says of its replicas; the table of transitions in 1.3. */
final class Robustness {

    void judge(World world, Key key) {
        ObjectNode engine = world.store().get(Names.engine(key.name()));
        switch (Names.state(engine)) {
            case "running" -> {
                learn(world, key, engine);
                count(world, key);
            }
            case "error", "stopped" -> dies(world, key);
            case "unknown" -> {
                if (!is(world, key, "unknown")) {
                    Volumes.robustness(world, key, "unknown");
                    world.events()
                            .warning(
                                    key,
                                    Volumes.COMPONENT,
                                    "Unknown",
                                    "volume %s robustness is unknown".formatted(key.name()));
                }
            }
            default -> {
                // Starting and stopping say nothing yet.
            }
        }
    }

    /** What the engine's modes mean for the replicas: first time RW is healthy, ERR is failed. */
    private static void learn(World world, Key key, ObjectNode engine) {
        for (ObjectNode replica : Volumes.replicas(world, key)) {
            String mode = Tree.text(engine, "status", "replicaModeMap", Names.name(replica));
            if (mode.equals("RW") && Volumes.healthyAt(replica).isEmpty()) {
                world.store().change(Key.of(Kinds.LH_REPLICA, replica), each -> {
                    Tree.set(each, world.now(), "spec", "healthyAt");
                    Tree.set(each, world.now(), "spec", "lastHealthyAt");
                    Tree.set(each, 0, "spec", "rebuildRetryCount");
                });
            } else if (mode.equals("ERR") && !Names.failed(replica)) {
                fail(
                        world,
                        replica,
                        "Replica %s is marked as failed, current state %s, mode ERR, engine name %s, active true"
                                .formatted(Names.name(replica), Names.state(replica), Names.name(engine)));
            }
        }
        world.store()
                .change(
                        Names.engine(key.name()),
                        each -> Volumes.replicas(world, key).stream()
                                .filter(Names::failed)
                                .forEach(replica -> Tree.branch(each, "spec", "replicaAddressMap")
                                        .remove(Names.name(replica))));
    }

    static void fail(World world, ObjectNode replica, String words) {
        boolean rebuilding = Volumes.healthyAt(replica).isEmpty();
        world.store().change(Key.of(Kinds.LH_REPLICA, replica), each -> {
            Tree.set(each, world.now(), "spec", "failedAt");
            Tree.set(each, world.now(), "spec", "lastFailedAt");
            Tree.set(each, "stopped", "spec", "desireState");
            if (rebuilding) {
                Tree.set(each, Tree.number(each, 0, "spec", "rebuildRetryCount") + 1, "spec", "rebuildRetryCount");
                Conditions.set(each, world.now(), "RebuildFailed", "True", "Disconnection", "");
            }
        });
        String owner = world.store()
                .find(Names.volume(Names.volumeOf(replica)))
                .map(each -> Tree.text(each, "status", "ownerID"))
                .orElse("");
        new Sayings(world)
                .manager(
                        owner,
                        "warning",
                        words,
                        "controller=longhorn-volume volume=%s".formatted(Names.volumeOf(replica)));
    }

    private static void count(World world, Key key) {
        ObjectNode engine = world.store().get(Names.engine(key.name()));
        ObjectNode volume = world.store().get(key);
        long good = Tree.items(engine, "status", "replicaModeMap")
                .filter(mode -> mode.asText().equals("RW"))
                .count();
        long wanted = Tree.number(volume, 3, "spec", "numberOfReplicas");
        String now = good == 0 ? "faulted" : good < wanted ? "degraded" : "healthy";
        String was = Tree.text(volume, "status", "robustness");
        if (now.equals(was)) {
            return;
        }
        world.store().change(key, each -> {
            Tree.set(each, now, "status", "robustness");
            Tree.set(each, now.equals("degraded") ? Tree.time(world.now()) : "", "status", "lastDegradedAt");
        });
        if (now.equals("degraded")) {
            // Normal, not Warning: a trap that Longhorn sets (0.3).
            world.events()
                    .normal(key, Volumes.COMPONENT, "Degraded", "volume %s became degraded".formatted(key.name()));
        } else if (now.equals("healthy") && was.equals("degraded")) {
            world.events().normal(key, Volumes.COMPONENT, "Healthy", "volume %s became healthy".formatted(key.name()));
        }
    }

    /** A dead engine makes the volume faulted, even if every replica is fine. */
    private static void dies(World world, Key key) {
        if (is(world, key, "faulted")) {
            return;
        }
        ObjectNode volume = world.store().get(key);
        Volumes.robustness(world, key, "faulted");
        String words = "Engine of volume dead unexpectedly, setting v.Status.Robustness to faulted";
        new Sayings(world)
                .manager(
                        Tree.text(volume, "status", "ownerID"),
                        "warning",
                        words,
                        "controller=longhorn-volume volume=%s".formatted(key.name()));
        world.events()
                .warning(
                        key,
                        Volumes.COMPONENT,
                        "DetachedUnexpectedly",
                        "Engine of volume %s dead unexpectedly, setting v.Status.Robustness to faulted"
                                .formatted(key.name()));
    }

    private static boolean is(World world, Key key, String robustness) {
        return Tree.text(world.store().get(key), "status", "robustness").equals(robustness);
    }
}
