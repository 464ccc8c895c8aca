package dev.sentinel.lab.world.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.util.List;
import java.util.stream.Stream;

/** The attach-detach controller: a VolumeAttachment while pods on a node use a volume, for one node at a time. */
final class Attachments implements Controller {

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.POD)) {
            return Claims.volumes(world, change.after()).map(volume -> Key.of(Kinds.PERSISTENT_VOLUME, volume));
        }
        if (change.of(Kinds.VOLUME_ATTACHMENT)) {
            return Stream.of(Key.of(
                    Kinds.PERSISTENT_VOLUME, Tree.text(change.after(), "spec", "source", "persistentVolumeName")));
        }
        return change.of(Kinds.PERSISTENT_VOLUME) ? Stream.of(change.key()) : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        var volume = world.store().find(key);
        if (volume.flatMap(Claims::handle).isEmpty()) {
            return;
        }
        List<ObjectNode> pods = Claims.podsOf(world, Claims.handle(volume.get()).orElseThrow())
                .filter(pod -> !Tree.text(pod, "spec", "nodeName").isEmpty())
                .toList();
        List<ObjectNode> present = world.store().all(Kinds.VOLUME_ATTACHMENT).stream()
                .filter(each -> Tree.text(each, "spec", "source", "persistentVolumeName")
                        .equals(key.name()))
                .toList();
        for (ObjectNode attachment : present) {
            boolean used = pods.stream().anyMatch(pod -> node(pod).equals(node(attachment)));
            if (!used && !attachment.path("metadata").has("deletionTimestamp")) {
                world.delete(Key.of(Kinds.VOLUME_ATTACHMENT, attachment), 0);
            }
        }
        pods.stream()
                .filter(pod -> !Templates.ending(pod))
                .filter(pod -> present.stream().noneMatch(each -> node(each).equals(node(pod))))
                .findFirst()
                .ifPresent(pod -> {
                    if (present.isEmpty()) {
                        attach(world, key.name(), node(pod));
                    } else {
                        world.events()
                                .warning(
                                        Key.of(Kinds.POD, pod),
                                        "attachdetach-controller",
                                        "FailedAttachVolume",
                                        "Multi-Attach error for volume \"%s\" Volume is already exclusively attached to one node and can't be attached to another"
                                                .formatted(key.name()));
                    }
                });
    }

    private static void attach(World world, String volume, String node) {
        String name = "csi-%08x%08x".formatted(volume.hashCode(), node.hashCode());
        Key key = Key.of(Kinds.VOLUME_ATTACHMENT, name);
        if (world.store().find(key).isEmpty()) {
            var unused = world.store()
                    .create(
                            Kinds.VOLUME_ATTACHMENT,
                            Tree.of(
                                    "metadata",
                                    Tree.of(
                                            "name",
                                            name,
                                            "finalizers",
                                            Tree.list("external-attacher/driver-longhorn-io")),
                                    "spec",
                                    Tree.of(
                                            "attacher",
                                            Claims.DRIVER,
                                            "nodeName",
                                            node,
                                            "source",
                                            Tree.of("persistentVolumeName", volume)),
                                    "status",
                                    Tree.of("attached", false)));
        }
    }

    private static String node(ObjectNode object) {
        return Tree.text(object, "spec", "nodeName");
    }
}
