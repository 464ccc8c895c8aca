package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Conditions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The node controller: a new node becomes a replica target by default (5.1); conditions follow pod and node (1.2). */
final class StorageNodes implements Controller {

    private static final long DISK = 500L << 30;
    private static final Duration DISK_FOUND = Duration.ofSeconds(5);
    private static final String COMPONENT = "longhorn-node-controller";

    private final Hardware hardware;

    StorageNodes(Hardware hardware) {
        this.hardware = hardware;
    }

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.NODE) || change.of(Kinds.LH_NODE)) {
            return Stream.of(Names.key(Kinds.LH_NODE, change.key().name()));
        }
        boolean manager = change.of(Kinds.POD)
                && Tree.text(change.after(), "metadata", "labels", "app").equals("longhorn-manager");
        if (manager) {
            return Stream.of(Names.key(Kinds.LH_NODE, Tree.text(change.after(), "spec", "nodeName")));
        }
        String node = Tree.text(change.after(), "spec", "nodeID");
        return change.of(Kinds.LH_REPLICA) && !node.isEmpty()
                ? Stream.of(Names.key(Kinds.LH_NODE, node))
                : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        Optional<ObjectNode> kube = world.store().find(Key.of(Kinds.NODE, key.name()));
        Optional<ObjectNode> node = world.store().find(key);
        Optional<ObjectNode> manager = managerPod(world, key.name());
        if (node.isEmpty()) {
            boolean up = manager.filter(pod -> Conditions.is(pod, "Ready")).isPresent();
            kube.filter(any -> up).ifPresent(each -> create(world, key, each));
            return;
        }
        if (Names.ending(node.get())) {
            world.store().change(key, each -> Tree.branch(each, "metadata").remove("finalizers"));
            return;
        }
        Health health = health(key.name(), kube, manager);
        condition(world, key, "Ready", health.reason().isEmpty(), health.reason(), health.message());
        boolean cordoned =
                kube.filter(each -> Tree.flag(each, "spec", "unschedulable")).isPresent()
                        && Settings.on(world, "disable-scheduling-on-cordoned-node");
        condition(
                world,
                key,
                "Schedulable",
                !cordoned,
                cordoned ? "KubernetesNodeCordoned" : "",
                cordoned ? "Node %s is cordoned".formatted(key.name()) : "");
        condition(world, key, "MountPropagation", true, "", "");
        findDisks(world, key);
        measure(world, key, health.reason().isEmpty());
        evict(world, key);
    }

    private record Health(String reason, String message) {}

    private static Health health(String name, Optional<ObjectNode> kube, Optional<ObjectNode> manager) {
        if (kube.isEmpty()) {
            return new Health(
                    "KubernetesNodeGone",
                    "Kubernetes node missing: node %s has been removed from the cluster and there is no manager pod running on it"
                            .formatted(name));
        }
        if (!Conditions.is(kube.get(), "Ready")) {
            String reason = Conditions.find(kube.get(), "Ready")
                    .map(each -> Tree.text(each, "reason"))
                    .orElse("");
            return new Health("KubernetesNodeNotReady", "Kubernetes node %s not ready: %s".formatted(name, reason));
        }
        if (manager.isEmpty()) {
            return new Health(
                    "ManagerPodMissing",
                    "Manager pod is missing: node %s has no manager pod running on it".formatted(name));
        }
        return Conditions.is(manager.get(), "Ready")
                ? new Health("", "Node %s is ready".formatted(name))
                : new Health(
                        "ManagerPodDown",
                        "Node %s is down: manager pod %s is not running".formatted(name, Names.name(manager.get())));
    }

    private static void create(World world, Key key, ObjectNode kube) {
        boolean labelled = Tree.text(kube, "metadata", "labels", "node.longhorn.io/create-default-disk")
                .equals("true");
        ObjectNode disks = Tree.of();
        if (labelled || !Settings.on(world, "create-default-disk-labeled-nodes")) {
            disks.set(
                    "default-disk-" + world.dice().hex(12),
                    Tree.of(
                            "diskType",
                            "filesystem",
                            "path",
                            Settings.get(world, "default-data-path"),
                            "diskDriver",
                            "",
                            "allowScheduling",
                            true,
                            "evictionRequested",
                            false,
                            "storageReserved",
                            DISK / 10 * 3,
                            "tags",
                            Tree.list()));
        }
        var unused = world.store()
                .create(
                        Kinds.LH_NODE,
                        Tree.of(
                                "metadata",
                                Tree.of("name", key.name(), "namespace", Names.NAMESPACE),
                                "spec",
                                Tree.of(
                                        "name",
                                        key.name(),
                                        "allowScheduling",
                                        true,
                                        "evictionRequested",
                                        false,
                                        "instanceManagerCPURequest",
                                        0,
                                        "tags",
                                        Tree.list(),
                                        "disks",
                                        disks),
                                "status",
                                Tree.of(
                                        "region",
                                                Tree.text(kube, "metadata", "labels", "topology.kubernetes.io/region"),
                                        "zone", Tree.text(kube, "metadata", "labels", "topology.kubernetes.io/zone"),
                                        "autoEvicting", false,
                                        "diskStatus", Tree.of())));
    }

    /** For the first seconds a new node has disks in its spec that its status does not know: writes are refused then (5.1). */
    private static void findDisks(World world, Key key) {
        ObjectNode node = world.store().get(key);
        for (String disk : Tree.names(node, "spec", "disks")) {
            if (!Tree.at(node, "status", "diskStatus").has(disk)) {
                String uuid = world.dice().uid();
                world.after(
                        DISK_FOUND,
                        () -> world.store().change(key, each -> {
                            if (!Tree.at(each, "status", "diskStatus").has(disk)) {
                                Tree.set(each, uuid, "status", "diskStatus", disk, "diskUUID");
                            }
                        }));
            }
        }
        world.store().change(key, each -> {
            ObjectNode statuses = Tree.branch(each, "status", "diskStatus");
            Tree.names(statuses).stream()
                    .filter(disk -> !Tree.at(each, "spec", "disks").has(disk))
                    .forEach(statuses::remove);
        });
    }

    private void measure(World world, Key key, boolean nodeReady) {
        world.store().change(key, node -> {
            for (String name : Tree.names(node, "status", "diskStatus")) {
                ObjectNode disk = Tree.branch(node, "status", "diskStatus", name);
                boolean ready = nodeReady && !hardware.diskBroken(key.name());
                String reason = ready ? "" : nodeReady ? "DiskFilesystemChanged" : "NodeNotReady";
                disk.put("diskName", name);
                disk.put("diskPath", Tree.text(node, "spec", "disks", name, "path"));
                disk.put("diskType", "filesystem");
                disk.put("filesystemType", "ext2/ext3");
                disk.put("storageMaximum", DISK);
                disk.put("storageAvailable", DISK / 2);
                place(world, disk, ready);
                diskCondition(world, key, disk, name, "Ready", ready, reason);
                diskCondition(world, key, disk, name, "Schedulable", ready, ready ? "" : "DiskNotReady");
            }
        });
    }

    /** An empty map does not prove an empty disk: a disk that is not ready shows none (1.2). */
    private static void place(World world, ObjectNode disk, boolean ready) {
        ObjectNode replicas = Tree.of();
        long scheduled = 0;
        for (ObjectNode replica : ready ? world.store().all(Kinds.LH_REPLICA) : List.<ObjectNode>of()) {
            if (Tree.text(replica, "spec", "diskID").equals(Tree.text(disk, "diskUUID"))) {
                long size = Tree.number(replica, 0, "spec", "volumeSize");
                replicas.put(Names.name(replica), size);
                scheduled += size;
            }
        }
        disk.set("scheduledReplica", replicas);
        disk.set("scheduledBackingImage", Tree.of());
        disk.put("storageScheduled", scheduled);
    }

    private static void diskCondition(
            World world, Key node, ObjectNode disk, String name, String type, boolean yes, String reason) {
        String path = Tree.text(disk, "diskPath");
        String message = yes
                ? "Disk %s(%s) on node %s is %s"
                        .formatted(name, path, node.name(), type.equals("Ready") ? "ready" : "schedulable")
                : "Disk %s(%s) on node %s is not ready".formatted(name, path, node.name());
        ObjectNode holder = Tree.of("status", disk);
        if (Conditions.set(holder, world.now(), type, yes ? "True" : "False", reason, message)) {
            // The event is about the node and has the type of the condition for its reason (2).
            world.after(Duration.ZERO, () -> tell(world, node, type, yes, message));
        }
    }

    private static void condition(World world, Key key, String type, boolean yes, String reason, String message) {
        world.store().change(key, each -> {
            if (Conditions.set(each, world.now(), type, yes ? "True" : "False", reason, message)) {
                world.after(Duration.ZERO, () -> tell(world, key, type, yes, message));
            }
        });
    }

    private static void tell(World world, Key key, String type, boolean yes, String message) {
        if (yes || type.equals("Schedulable")) {
            world.events().normal(key, COMPONENT, type, message);
        } else {
            world.events().warning(key, COMPONENT, type, message);
        }
    }

    private static void evict(World world, Key key) {
        JsonNode node = world.store().get(key);
        boolean all = Tree.flag(node, "spec", "evictionRequested");
        boolean down = !Conditions.is(node, "Ready");
        for (ObjectNode replica : world.store().all(Kinds.LH_REPLICA)) {
            if (!Tree.text(replica, "spec", "nodeID").equals(key.name())) {
                continue;
            }
            boolean disk = Tree.at(node, "spec", "disks").properties().stream()
                    .filter(each -> Tree.flag(each.getValue(), "evictionRequested"))
                    .anyMatch(each -> Tree.text(node, "status", "diskStatus", each.getKey(), "diskUUID")
                            .equals(Tree.text(replica, "spec", "diskID")));
            boolean wanted = (all || disk) && !down;
            if (wanted != Tree.flag(replica, "spec", "evictionRequested")) {
                Key of = Key.of(Kinds.LH_REPLICA, replica);
                world.store().change(of, each -> Tree.set(each, wanted, "spec", "evictionRequested"));
                world.events()
                        .normal(
                                of,
                                COMPONENT,
                                wanted ? "EvictionUserRequested" : down ? "KubernetesNodeNotReady" : "EvictionCanceled",
                                "%s replica %s eviction from node %s and disk %s"
                                        .formatted(
                                                wanted ? "Requesting" : "Cancelling",
                                                of.name(),
                                                key.name(),
                                                Tree.text(replica, "spec", "diskID")));
            }
        }
    }

    static Optional<ObjectNode> managerPod(World world, String node) {
        return world.store().all(Kinds.POD).stream()
                .filter(pod -> Tree.text(pod, "metadata", "labels", "app").equals("longhorn-manager"))
                .filter(pod -> Tree.text(pod, "spec", "nodeName").equals(node) && !Names.ending(pod))
                .findFirst();
    }
}
