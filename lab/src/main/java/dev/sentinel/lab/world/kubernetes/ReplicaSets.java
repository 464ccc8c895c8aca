package dev.sentinel.lab.world.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.util.List;
import java.util.stream.Stream;

/** Deployments through their replica sets: so many pods of the newest template. */
final class ReplicaSets implements Controller {

    private static final String HASH = "pod-template-hash";

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.DEPLOYMENT) || change.of(Kinds.REPLICA_SET)) {
            return Stream.concat(Stream.of(change.key()), owner(change, Kinds.DEPLOYMENT));
        }
        return change.of(Kinds.POD) ? owner(change, Kinds.REPLICA_SET) : Stream.empty();
    }

    private static Stream<Key> owner(Change change, Kind kind) {
        return Owners.controller(change.after()).stream()
                .filter(owner -> Tree.text(owner, "kind").equals(kind.kind()))
                .map(owner -> new Key(kind, change.key().namespace(), Tree.text(owner, "name")));
    }

    @Override
    public void reconcile(World world, Key key) {
        world.store().find(key).ifPresent(object -> {
            if (key.kind().equals(Kinds.DEPLOYMENT)) {
                deploy(world, key, object);
            } else {
                replicate(world, key, object);
            }
        });
    }

    private static void deploy(World world, Key key, ObjectNode deployment) {
        String hash = Templates.hash(deployment);
        Key wanted = new Key(Kinds.REPLICA_SET, key.namespace(), key.name() + "-" + hash);
        long replicas = Tree.number(deployment, 1, "spec", "replicas");
        if (world.store().find(wanted).isEmpty()) {
            ObjectNode spec = deployment.path("spec").deepCopy();
            var unused = world.store()
                    .create(
                            Kinds.REPLICA_SET,
                            Tree.of(
                                    "metadata",
                                    Tree.of(
                                            "name", wanted.name(),
                                            "namespace", key.namespace(),
                                            "labels", Tree.of(HASH, hash),
                                            "ownerReferences", Owners.controlledBy(deployment)),
                                    "spec",
                                    spec));
        }
        Owners.of(world, Kinds.REPLICA_SET, deployment)
                .map(each -> Key.of(Kinds.REPLICA_SET, each))
                .forEach(each -> world.store()
                        .change(each, set -> Tree.set(set, each.equals(wanted) ? replicas : 0L, "spec", "replicas")));
        long ready = world.store()
                .find(wanted)
                .map(set -> Tree.number(set, 0, "status", "readyReplicas"))
                .orElse(0L);
        world.store().change(key, each -> {
            Tree.set(each, Tree.number(each, 1, "metadata", "generation"), "status", "observedGeneration");
            Tree.set(each, replicas, "status", "replicas");
            Tree.set(each, ready, "status", "readyReplicas");
            Tree.set(each, ready, "status", "availableReplicas");
        });
    }

    private static void replicate(World world, Key key, ObjectNode set) {
        List<ObjectNode> pods = Owners.of(world, Kinds.POD, set)
                .filter(pod -> !Templates.ending(pod))
                .toList();
        long wanted = Tree.number(set, 1, "spec", "replicas");
        for (long i = pods.size(); i < wanted; i++) {
            String name = key.name() + "-" + world.dice().letters(5);
            Templates.make(world, set, "replicaset-controller", Templates.pod(set, name, HASH));
        }
        pods.stream().skip(wanted).map(pod -> Key.of(Kinds.POD, pod)).forEach(pod -> world.delete(pod, 30));
        long ready = pods.stream().filter(Templates::ready).count();
        world.store().change(key, each -> {
            Tree.set(each, Math.max(wanted, 0), "status", "replicas");
            Tree.set(each, ready, "status", "readyReplicas");
        });
    }
}
