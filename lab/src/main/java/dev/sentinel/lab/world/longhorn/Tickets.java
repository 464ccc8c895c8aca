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
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The attachment controller: who holds the highest ticket says where the volume is; never while it is faulted (1.10). */
final class Tickets implements Controller {

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.LH_ATTACHMENT)) {
            return Stream.of(change.key());
        }
        if (change.of(Kinds.LH_VOLUME)) {
            return Stream.of(Names.key(Kinds.LH_ATTACHMENT, change.key().name()));
        }
        return change.of(Kinds.LH_NODE) ? world.store().keys(Kinds.LH_ATTACHMENT).stream() : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        Optional<ObjectNode> attachment = world.store().find(key);
        Optional<ObjectNode> volume = world.store().find(Names.volume(key.name()));
        if (attachment.filter(Names::ending).isPresent()) {
            world.store().change(key, each -> Tree.branch(each, "metadata").remove("finalizers"));
            return;
        }
        if (attachment.isEmpty() || volume.isEmpty()) {
            return;
        }
        String now = Tree.text(volume.get(), "spec", "nodeID");
        boolean faulted = Tree.text(volume.get(), "status", "robustness").equals("faulted");
        boolean held = tickets(attachment.get())
                .anyMatch(each -> Tree.text(each, "nodeID").equals(now));
        if (!now.isEmpty() && (faulted || !held)) {
            node(world, key, "");
        } else if (now.isEmpty()
                && !faulted
                && Tree.text(volume.get(), "status", "state").equals("detached")) {
            tickets(attachment.get())
                    .filter(each -> ready(world, Tree.text(each, "nodeID")))
                    .min(Comparator.<JsonNode>comparingInt(each -> -priority(Tree.text(each, "type")))
                            .thenComparing(each -> Tree.text(each, "id")))
                    .ifPresent(best -> node(world, key, Tree.text(best, "nodeID")));
        }
        tell(world, key);
    }

    private static void node(World world, Key key, String node) {
        world.store().change(Names.volume(key.name()), each -> Tree.set(each, node, "spec", "nodeID"));
    }

    private static void tell(World world, Key key) {
        ObjectNode volume = world.store().get(Names.volume(key.name()));
        boolean attached = Tree.text(volume, "status", "state").equals("attached");
        String where = Tree.text(volume, "status", "currentNodeID");
        world.store().change(key, each -> {
            ObjectNode statuses = Tree.of();
            tickets(each).forEach(ticket -> {
                boolean satisfied = attached && where.equals(Tree.text(ticket, "nodeID"));
                statuses.set(
                        Tree.text(ticket, "id"),
                        Tree.of(
                                "id", Tree.text(ticket, "id"),
                                "satisfied", satisfied,
                                "generation", Tree.number(ticket, 0, "generation"),
                                "conditions",
                                        Tree.list(
                                                Tree.of("type", "Satisfied", "status", satisfied ? "True" : "False"))));
            });
            Tree.set(each, statuses, "status", "attachmentTicketStatuses");
        });
    }

    private static Stream<JsonNode> tickets(ObjectNode attachment) {
        return Tree.items(attachment, "spec", "attachmentTickets");
    }

    private static boolean ready(World world, String node) {
        return world.store()
                .find(Names.key(Kinds.LH_NODE, node))
                .filter(each -> Conditions.is(each, "Ready"))
                .isPresent();
    }

    private static int priority(String type) {
        return switch (type) {
            case "volume-restore-controller", "volume-expansion-controller" -> 2000;
            case "longhorn-api" -> 1000;
            case "csi-attacher", "salvage-controller", "share-manager-controller" -> 900;
            default -> 800;
        };
    }
}
