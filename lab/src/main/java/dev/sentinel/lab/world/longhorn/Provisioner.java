package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Claims;
import java.time.Duration;
import java.util.stream.Stream;

/** Makes a volume for a claim; the volume has the name of the claim's uid, which is also its handle (6.4). */
final class Provisioner implements Controller {

    @Override
    public Stream<Key> concerns(World world, Change change) {
        return change.of(Kinds.CLAIM) ? Stream.of(change.key()) : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        if (world.store().find(key).isEmpty()) {
            reclaim(world, key);
            return;
        }
        world.store()
                .find(key)
                .filter(claim -> Tree.text(claim, "spec", "volumeName").isEmpty())
                .filter(claim -> world.store()
                        .find(Key.of(Kinds.STORAGE_CLASS, Tree.text(claim, "spec", "storageClassName")))
                        .filter(each -> Tree.text(each, "provisioner").equals(Claims.DRIVER))
                        .isPresent())
                .ifPresent(claim -> world.after(Duration.ofSeconds(1), () -> provision(world, key)));
    }

    /** The claim is gone, and by its reclaim policy the volume with it. */
    private static void reclaim(World world, Key claim) {
        world.store().all(Kinds.PERSISTENT_VOLUME).stream()
                .filter(each -> Tree.text(each, "spec", "claimRef", "namespace").equals(claim.namespace())
                        && Tree.text(each, "spec", "claimRef", "name").equals(claim.name())
                        && Tree.text(each, "spec", "persistentVolumeReclaimPolicy")
                                .equals("Delete"))
                .forEach(each -> {
                    world.delete(Key.of(Kinds.PERSISTENT_VOLUME, each), 0);
                    Claims.handle(each)
                            .map(Names::volume)
                            .filter(volume -> world.store().find(volume).isPresent())
                            .ifPresent(volume -> world.delete(volume, 0));
                });
    }

    private static void provision(World world, Key key) {
        world.store()
                .find(key)
                .filter(claim -> Tree.text(claim, "spec", "volumeName").isEmpty())
                .ifPresent(claim -> {
                    // A claim may say what its volume shall be called, so that a scenario can speak of it.
                    String asked = Tree.text(claim, "metadata", "annotations", "lab.sentinel.dev/volume");
                    String name = asked.isEmpty() ? "pvc-" + Tree.text(claim, "metadata", "uid") : asked;
                    String size = Tree.text(claim, "spec", "resources", "requests", "storage");
                    ObjectNode parameters = world.store()
                            .get(Key.of(Kinds.STORAGE_CLASS, Tree.text(claim, "spec", "storageClassName")));
                    volume(world, name, bytes(size), Tree.number(parameters, 3, "parameters", "numberOfReplicas"));
                    persistent(world, name, claim, size);
                    world.store().change(key, each -> {
                        Tree.set(each, name, "spec", "volumeName");
                        Tree.set(each, "Bound", "status", "phase");
                        Tree.set(each, size, "status", "capacity", "storage");
                    });
                });
    }

    static void volume(World world, String name, long size, long replicas) {
        ObjectNode spec = Tree.of(
                "size",
                Long.toString(size),
                "numberOfReplicas",
                replicas,
                "dataLocality",
                "disabled",
                "replicaAutoBalance",
                "ignored",
                "staleReplicaTimeout",
                2880,
                "accessMode",
                "rwo",
                "frontend",
                "blockdev",
                "dataEngine",
                "v1",
                "nodeID",
                "",
                "image",
                Names.ENGINE_IMAGE,
                "encrypted",
                false,
                "migratable",
                false);
        var unused = world.store()
                .create(
                        Kinds.LH_VOLUME,
                        Tree.of(
                                "metadata",
                                Tree.of(
                                        "name",
                                        name,
                                        "namespace",
                                        Names.NAMESPACE,
                                        "labels",
                                        Tree.of("longhornvolume", name)),
                                "spec",
                                spec,
                                "status",
                                Tree.of(
                                        "state", "creating",
                                        "robustness", "unknown",
                                        "currentNodeID", "",
                                        "actualSize", size / 4,
                                        "lastDegradedAt", "",
                                        "remountRequestedAt", "",
                                        "lastBackup", "",
                                        "lastBackupAt", "",
                                        "conditions", Tree.list())));
    }

    private static void persistent(World world, String name, ObjectNode claim, String size) {
        ObjectNode reference = Tree.of(
                "apiVersion", "v1",
                "kind", "PersistentVolumeClaim",
                "namespace", Tree.text(claim, "metadata", "namespace"),
                "name", Names.name(claim),
                "uid", Tree.text(claim, "metadata", "uid"));
        var unused = world.store()
                .create(
                        Kinds.PERSISTENT_VOLUME,
                        Tree.of(
                                "metadata",
                                Tree.of("name", name),
                                "spec",
                                Tree.of(
                                        "capacity", Tree.of("storage", size),
                                        "accessModes", Tree.list("ReadWriteOnce"),
                                        "persistentVolumeReclaimPolicy", "Delete",
                                        "storageClassName", Tree.text(claim, "spec", "storageClassName"),
                                        "volumeMode", "Filesystem",
                                        "claimRef", reference,
                                        "csi",
                                                Tree.of(
                                                        "driver",
                                                        Claims.DRIVER,
                                                        "volumeHandle",
                                                        name,
                                                        "fsType",
                                                        "ext4")),
                                "status",
                                Tree.of("phase", "Bound")));
    }

    static long bytes(String size) {
        int unit = Math.max(size.length() - 2, 0);
        long factor = switch (size.substring(unit)) {
            case "Ki" -> 1L << 10;
            case "Mi" -> 1L << 20;
            case "Gi" -> 1L << 30;
            case "Ti" -> 1L << 40;
            default -> 1;
        };
        try {
            return Long.parseLong(factor == 1 ? size : size.substring(0, unit)) * factor;
        } catch (NumberFormatException e) {
            throw new Refused(
                    Refused.Reason.INVALID, "\"%s\" is no size; write a number with Ki, Mi, Gi or Ti".formatted(size));
        }
    }
}
