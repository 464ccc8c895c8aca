package dev.sentinel.lab.world.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Declares nodes unknown whose lease is too old, and ends their pods after the usual toleration (domain 6.1). */
final class NodeLifecycle implements Controller {

    private static final Duration GRACE = Duration.ofSeconds(40);
    private static final Duration TOLERATION = Duration.ofMinutes(5);

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.LEASE) && change.key().namespace().equals("kube-node-lease")) {
            return Stream.of(Key.of(Kinds.NODE, change.key().name()));
        }
        return change.of(Kinds.NODE) ? Stream.of(change.key()) : Stream.empty();
    }

    static Instant renewed(JsonNode lease) {
        return Tree.time(lease, Instant.EPOCH, "spec", "renewTime");
    }

    @Override
    public void reconcile(World world, Key key) {
        var node = world.store().find(key);
        var lease = world.store().find(new Key(Kinds.LEASE, "kube-node-lease", key.name()));
        if (node.isEmpty() || lease.isEmpty()) {
            return;
        }
        Instant deadline = renewed(lease.get()).plus(GRACE);
        if (deadline.isAfter(world.now())) {
            world.again(this, key, Duration.between(world.now(), deadline));
        } else if (!Conditions.status(node.get(), "Ready").equals("Unknown")) {
            loses(world, key);
        }
        node.flatMap(each -> Conditions.find(each, "Ready"))
                .filter(ready -> !Tree.text(ready, "status").equals("True"))
                .ifPresent(ready -> {
                    Instant end =
                            Tree.time(ready, world.now(), "lastTransitionTime").plus(TOLERATION);
                    if (end.isAfter(world.now())) {
                        world.again(this, key, Duration.between(world.now(), end));
                    } else {
                        evict(world, key.name());
                    }
                });
    }

    private static void loses(World world, Key key) {
        world.store().change(key, node -> {
            for (String type : List.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure")) {
                Conditions.set(
                        node,
                        world.now(),
                        type,
                        "Unknown",
                        "NodeStatusUnknown",
                        "Kubelet stopped posting node status.");
            }
            Kubelets.taint(node, "node.kubernetes.io/unreachable", true);
        });
        world.events()
                .normal(
                        key,
                        "node-controller",
                        "NodeNotReady",
                        "Node %s status is now: NodeNotReady".formatted(key.name()));
        podsOn(world, key.name())
                .forEach(pod -> world.store()
                        .change(
                                Key.of(Kinds.POD, pod),
                                each -> Conditions.set(each, world.now(), "Ready", "False", "NodeNotReady", "")));
    }

    private static void evict(World world, String node) {
        podsOn(world, node)
                .filter(pod -> Owners.controller(pod)
                        .filter(owner -> Tree.text(owner, "kind").equals("DaemonSet"))
                        .isEmpty())
                .filter(pod -> !pod.path("metadata").has("deletionTimestamp"))
                .forEach(pod -> {
                    Key key = Key.of(Kinds.POD, pod);
                    world.events()
                            .normal(
                                    key,
                                    "taint-eviction-controller",
                                    "TaintManagerEviction",
                                    "Marking for deletion Pod %s/%s".formatted(key.namespace(), key.name()));
                    world.delete(key, 30);
                });
    }

    static Stream<ObjectNode> podsOn(World world, String node) {
        return world.store().all(Kinds.POD).stream()
                .filter(pod -> Tree.text(pod, "spec", "nodeName").equals(node));
    }
}
