package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Claims;
import java.util.Optional;
import java.util.stream.Stream;

/** The CSI attacher: turns Kubernetes' attachments into Longhorn's tickets and back. */
final class Attacher implements Controller {

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.VOLUME_ATTACHMENT)) {
            return Stream.of(change.key());
        }
        return change.of(Kinds.LH_VOLUME) || change.of(Kinds.LH_ATTACHMENT)
                ? world.store().keys(Kinds.VOLUME_ATTACHMENT).stream()
                : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        Optional<ObjectNode> attachment = world.store().find(key);
        Optional<String> volume = attachment
                .map(each -> Key.of(Kinds.PERSISTENT_VOLUME, Tree.text(each, "spec", "source", "persistentVolumeName")))
                .flatMap(world.store()::find)
                .flatMap(Claims::handle);
        if (attachment.isEmpty()) {
            return;
        }
        Optional<ObjectNode> found = volume.flatMap(each -> world.store().find(Names.volume(each)));
        if (Names.ending(attachment.get())) {
            detach(world, key, attachment.get(), found);
        } else if (found.isPresent()) {
            attach(world, key, Tree.text(attachment.get(), "spec", "nodeName"), found.get());
        }
    }

    private static void attach(World world, Key key, String node, ObjectNode volume) {
        world.store().change(Names.key(Kinds.LH_ATTACHMENT, Names.name(volume)), each -> {
            if (!Tree.at(each, "spec", "attachmentTickets").has(key.name())) {
                Tree.set(
                        each,
                        Tree.of(
                                "id",
                                key.name(),
                                "type",
                                "csi-attacher",
                                "nodeID",
                                node,
                                "generation",
                                0,
                                "parameters",
                                Tree.of("disableFrontend", "false", "lastAttachedBy", "")),
                        "spec",
                        "attachmentTickets",
                        key.name());
            }
        });
        boolean attached = Tree.text(volume, "status", "state").equals("attached")
                && Tree.text(volume, "status", "currentNodeID").equals(node);
        if (attached) {
            // It is not taken back when the volume goes away later: Kubernetes never asks again.
            world.store().change(key, each -> Tree.set(each, true, "status", "attached"));
        }
    }

    private static void detach(World world, Key key, ObjectNode attachment, Optional<ObjectNode> volume) {
        volume.ifPresent(each -> world.store()
                .change(
                        Names.key(Kinds.LH_ATTACHMENT, Names.name(each)),
                        ticketed -> Tree.branch(ticketed, "spec", "attachmentTickets")
                                .remove(key.name())));
        boolean there = volume.filter(each ->
                        Tree.text(each, "status", "currentNodeID").equals(Tree.text(attachment, "spec", "nodeName")))
                .isPresent();
        if (!there) {
            world.store().change(key, each -> Tree.branch(each, "metadata").remove("finalizers"));
        }
    }
}
