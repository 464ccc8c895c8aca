package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Conditions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Where a replica may go: ready, schedulable, allowed, able; a history of failures is not considered (5.2). */
final class Placement {

    private Placement() {}

    /** As many replicas as the volume wants, each on a node of its own; false when nodes are lacking. */
    static boolean fill(World world, Key volume) {
        long wanted = Tree.number(world.store().get(volume), 3, "spec", "numberOfReplicas");
        for (long have = Volumes.replicas(world, volume).size(); have < wanted; have++) {
            if (add(world, volume).isEmpty()) {
                Volumes.scheduled(world, volume, false);
                return false;
            }
        }
        Volumes.scheduled(world, volume, true);
        return true;
    }

    static Optional<Key> add(World world, Key volume) {
        return candidates(world, volume).stream().findFirst().map(node -> add(world, volume, node));
    }

    static Key add(World world, Key volume, ObjectNode node) {
        String disk = disk(node).orElseThrow();
        ObjectNode replica = Replicas.make(
                world,
                world.store().get(volume),
                Names.name(node),
                Tree.text(node, "status", "diskStatus", disk, "diskUUID"),
                Tree.text(node, "spec", "disks", disk, "path"));
        return Key.of(Kinds.LH_REPLICA, world.store().create(Kinds.LH_REPLICA, replica));
    }

    /** Free nodes, those with the fewest replicas first. */
    static List<ObjectNode> candidates(World world, Key volume) {
        List<String> taken = Volumes.replicas(world, volume).stream()
                .filter(each -> !Names.failed(each))
                .map(each -> Tree.text(each, "spec", "nodeID"))
                .toList();
        return world.store().all(Kinds.LH_NODE).stream()
                .filter(node -> usable(world, node))
                .filter(node -> !taken.contains(Names.name(node)))
                .sorted(Comparator.<ObjectNode>comparingLong(node -> load(world, Names.name(node)))
                        .thenComparing(Names::name))
                .toList();
    }

    static boolean usable(World world, ObjectNode node) {
        String name = Names.name(node);
        return Tree.flag(node, "spec", "allowScheduling")
                && !Tree.flag(node, "spec", "evictionRequested")
                && Conditions.is(node, "Ready")
                && Conditions.is(node, "Schedulable")
                && InstanceManagers.on(world, name).filter(Names::running).isPresent()
                && EngineImages.deployedOn(world, name)
                && disk(node).isPresent();
    }

    static long load(World world, String node) {
        return world.store().all(Kinds.LH_REPLICA).stream()
                .filter(each -> Tree.text(each, "spec", "nodeID").equals(node))
                .count();
    }

    private static Optional<String> disk(ObjectNode node) {
        return Tree.names(node, "spec", "disks").stream()
                .filter(name -> Tree.flag(node, "spec", "disks", name, "allowScheduling"))
                .filter(name -> {
                    JsonNode status = Tree.at(node, "status", "diskStatus", name);
                    return !Tree.text(status, "diskUUID").isEmpty()
                            && Conditions.is(Tree.of("status", status), "Schedulable");
                })
                .findFirst();
    }
}
