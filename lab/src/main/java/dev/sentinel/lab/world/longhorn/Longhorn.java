package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Claims;

/** Puts Longhorn to work in a world: its behaviours, its settings, its pods on each node, its storage class. */
public final class Longhorn {

    private Longhorn() {}

    public static void run(World world, Hardware hardware) {
        world.store().admitBy(new Webhook());
        world.hire(new StorageNodes(hardware));
        world.hire(new InstanceManagers());
        world.hire(new EngineImages());
        world.hire(new Provisioner());
        world.hire(new Attacher());
        world.hire(new Tickets());
        world.hire(new Replicas(hardware));
        world.hire(new Engines(hardware));
        world.hire(new Volumes());
        world.hire(new AutoBalance());
        world.hire(new Remounts());
        world.hire(new Orphans());
        install(world);
    }

    private static void install(World world) {
        Settings.create(world);
        daemon(world, "longhorn-manager", "longhorn-manager");
        daemon(world, "longhorn-csi-plugin", "longhorn-csi-plugin");
        daemon(world, "engine-image-" + Names.EI_NAME, "engine-image");
        keep(
                world,
                Kinds.LH_ENGINE_IMAGE,
                Tree.of(
                        "metadata", Tree.of("name", Names.EI_NAME, "namespace", Names.NAMESPACE),
                        "spec", Tree.of("image", Names.ENGINE_IMAGE),
                        "status", Tree.of("state", "deploying", "nodeDeploymentMap", Tree.of(), "refCount", 0)));
        keep(
                world,
                Kinds.LH_BACKUP_TARGET,
                Tree.of(
                        "metadata", Tree.of("name", "default", "namespace", Names.NAMESPACE),
                        "spec", Tree.of("backupTargetURL", "", "pollInterval", "5m0s"),
                        "status", Tree.of("available", false, "conditions", Tree.list())));
        keep(
                world,
                Kinds.STORAGE_CLASS,
                Tree.of(
                        "metadata",
                        Tree.of("name", "longhorn"),
                        "provisioner",
                        Claims.DRIVER,
                        "reclaimPolicy",
                        "Delete",
                        "volumeBindingMode",
                        "Immediate",
                        "parameters",
                        Tree.of("numberOfReplicas", "3", "staleReplicaTimeout", "2880")));
    }

    private static void keep(World world, Kind kind, ObjectNode object) {
        var unused = world.store().create(kind, object);
    }

    private static void daemon(World world, String name, String container) {
        ObjectNode labels = Tree.of("app", container);
        var unused = world.store()
                .create(
                        Kinds.DAEMON_SET,
                        Tree.of(
                                "metadata",
                                Tree.of("name", name, "namespace", Names.NAMESPACE),
                                "spec",
                                Tree.of(
                                        "selector",
                                        Tree.of("matchLabels", labels),
                                        "template",
                                        Tree.of(
                                                "metadata",
                                                Tree.of("labels", labels),
                                                "spec",
                                                Tree.of(
                                                        "containers",
                                                        Tree.list(Tree.of(
                                                                "name",
                                                                container,
                                                                "image",
                                                                "longhornio/%s:%s"
                                                                        .formatted(container, Names.VERSION))))))));
    }

    /** A volume without a claim, as somebody makes it in Longhorn's own console. */
    public static Key volume(World world, String name, String size, int replicas) {
        Provisioner.volume(world, name, Provisioner.bytes(size), replicas);
        return Names.volume(name);
    }

    /** The process of the instance manager ends, and everything that it ran with it. */
    public static void crashInstanceManager(World world, String node) {
        Key pod = new Key(Kinds.POD, Names.NAMESPACE, InstanceManagers.nameOn(node));
        new Sayings(world).instanceManager(pod.name(), "Instance Manager exited with error");
        world.store().change(pod, each -> Tree.set(each, "Failed", "status", "phase"));
    }

    public static String instanceManagerOn(String node) {
        return InstanceManagers.nameOn(node);
    }
}
