package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Owners;
import java.util.stream.Stream;

/** Replica processes, and their end: deleting a replica deletes its data (5.7). */
final class Replicas implements Controller {

    private final Hardware hardware;

    Replicas(Hardware hardware) {
        this.hardware = hardware;
    }

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.LH_REPLICA)) {
            return Stream.of(change.key());
        }
        boolean ground = change.of(Kinds.LH_INSTANCE_MANAGER);
        return ground
                ? world.store().all(Kinds.LH_REPLICA).stream()
                        .filter(each ->
                                Tree.text(each, "spec", "nodeID").equals(Tree.text(change.after(), "spec", "nodeID")))
                        .map(each -> Key.of(Kinds.LH_REPLICA, each))
                : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        world.store().find(key).ifPresent(replica -> {
            String node = Tree.text(replica, "spec", "nodeID");
            if (Names.ending(replica)) {
                new Sayings(world)
                        .manager(node, "info", "Cleaning up corrupted, staled replica", "replica=" + key.name());
                world.store().change(key, each -> Tree.branch(each, "metadata").remove("finalizers"));
                return;
            }
            boolean runs = Names.running(replica) || Names.state(replica).equals("starting");
            boolean broken = hardware.diskBroken(node) || (runs && hardware.takeBrokenReplica(key.name()));
            var unused = Processes.step(world, key, node, broken);
        });
    }

    static ObjectNode make(World world, ObjectNode volume, String node, String diskUuid, String diskPath) {
        String name = Names.name(volume) + "-r-" + world.dice().hex(8);
        return Tree.of(
                "metadata",
                Tree.of(
                        "name",
                        name,
                        "namespace",
                        Names.NAMESPACE,
                        "labels",
                        Tree.of(
                                "longhornvolume", Names.name(volume),
                                "longhornnode", node,
                                "longhorndiskuuid", diskUuid),
                        "ownerReferences",
                        Owners.ownedBy(volume)),
                "spec",
                spec(world, volume, node, diskUuid, diskPath),
                "status",
                Tree.of("currentState", "stopped", "ownerID", node, "conditions", Tree.list()));
    }

    private static ObjectNode spec(World world, ObjectNode volume, String node, String diskUuid, String diskPath) {
        ObjectNode spec = Tree.of(
                "volumeName",
                Names.name(volume),
                "engineName",
                Names.engine(Names.name(volume)).name(),
                "nodeID",
                node,
                "diskID",
                diskUuid,
                "diskPath",
                diskPath,
                "dataDirectoryName",
                Names.name(volume) + "-" + world.dice().hex(8),
                "volumeSize",
                Tree.text(volume, "spec", "size"),
                "image",
                Names.ENGINE_IMAGE,
                "dataEngine",
                "v1",
                "active",
                true,
                "desireState",
                "stopped");
        for (String time : new String[] {"failedAt", "healthyAt", "lastFailedAt", "lastHealthyAt"}) {
            spec.put(time, "");
        }
        return spec.put("rebuildRetryCount", 0).put("evictionRequested", false).put("hardNodeAffinity", "");
    }
}
