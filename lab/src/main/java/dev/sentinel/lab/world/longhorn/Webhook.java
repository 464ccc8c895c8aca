package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Admission;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Longhorn's admission webhook: completes labels and finalizers, refuses what the rules forbid (5.1, 5.6, 1.10). */
final class Webhook implements Admission {

    private static final Set<Kind> FINALIZED = Set.of(
            Kinds.LH_VOLUME, Kinds.LH_ENGINE, Kinds.LH_REPLICA, Kinds.LH_NODE, Kinds.LH_ORPHAN, Kinds.LH_ATTACHMENT);

    private static final Set<String> COUNTS =
            Set.of("replica-replenishment-wait-interval", "concurrent-replica-rebuild-per-node-limit");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    @Override
    public void admit(Optional<ObjectNode> before, ObjectNode after, Kind kind) {
        if (FINALIZED.contains(kind)
                && !Names.ending(after)
                && after.path("metadata").path("finalizers").isEmpty()) {
            Tree.set(after, Tree.list(Names.FINALIZER), "metadata", "finalizers");
        }
        if (kind.equals(Kinds.LH_NODE)) {
            node(before, after);
        }
        if (kind.equals(Kinds.LH_ORPHAN)
                && before.filter(each -> !each.path("spec").equals(after.path("spec")))
                        .isPresent()) {
            throw denied("orphan %s spec fields are immutable".formatted(Names.name(after)));
        }
        if (kind.equals(Kinds.LH_ATTACHMENT)) {
            tickets(after);
        }
        if (kind.equals(Kinds.LH_SETTING)
                && before.filter(each -> !each.path("value").equals(after.path("value")))
                        .isPresent()) {
            setting(after);
        }
    }

    private static void node(Optional<ObjectNode> before, ObjectNode after) {
        String name = Names.name(after);
        boolean spec = before.filter(each -> !each.path("spec").equals(after.path("spec")))
                .isPresent();
        if (!spec) {
            return;
        }
        if (Tree.flag(after, "spec", "evictionRequested") && Tree.flag(after, "spec", "allowScheduling")) {
            throw denied(
                    ("need to disable scheduling on node %s for node eviction, or cancel eviction to enable scheduling"
                                    + " on this node")
                            .formatted(name));
        }
        for (Map.Entry<String, JsonNode> disk : after.path("spec").path("disks").properties()) {
            if (Tree.flag(disk.getValue(), "evictionRequested") && Tree.flag(disk.getValue(), "allowScheduling")) {
                throw denied(("need to disable scheduling on disk %s for disk eviction, or cancel eviction to enable"
                                + " scheduling on this disk")
                        .formatted(disk.getKey()));
            }
        }
        JsonNode old = before.orElseThrow();
        if (!names(old, "spec", "disks").equals(names(old, "status", "diskStatus"))) {
            throw denied(
                    "spec and status of disks on node %s are being syncing and please retry later.".formatted(name));
        }
        removed(old, after);
    }

    private static void removed(JsonNode before, JsonNode after) {
        for (String disk : names(before, "spec", "disks")) {
            if (after.path("spec").path("disks").has(disk)) {
                continue;
            }
            boolean used = !Tree.at(before, "status", "diskStatus", disk, "scheduledReplica")
                    .isEmpty();
            if (used || Tree.flag(before, "spec", "disks", disk, "allowScheduling")) {
                throw denied(
                        "Delete Disk on node %s error: Please disable the disk %s and remove all replicas and backing images first"
                                .formatted(Names.name(before), disk));
            }
        }
    }

    private static void tickets(JsonNode attachment) {
        Tree.at(attachment, "spec", "attachmentTickets").properties().forEach(ticket -> {
            if (!ticket.getKey().equals(Tree.text(ticket.getValue(), "id"))) {
                throw denied("the key of the attachmentTicket %s must be its id".formatted(ticket.getKey()));
            }
        });
    }

    private static void setting(JsonNode setting) {
        String value = Tree.text(setting, "value");
        boolean count = COUNTS.contains(Names.name(setting));
        if (count && !DIGITS.matcher(value).matches()) {
            throw denied("the value %s of setting %s is invalid; it is a number".formatted(value, Names.name(setting)));
        }
        Set<String> choices = switch (Names.name(setting)) {
            case "auto-salvage",
                    "auto-delete-pod-when-volume-detached-unexpectedly",
                    "create-default-disk-labeled-nodes",
                    "replica-soft-anti-affinity",
                    "disable-scheduling-on-cordoned-node" -> Set.of("true", "false");
            case "replica-auto-balance" -> Set.of("disabled", "least-effort", "best-effort");
            default -> Set.of();
        };
        if (!choices.isEmpty() && !choices.contains(value)) {
            throw denied("the value %s of setting %s is invalid; choose one of %s"
                    .formatted(value, Names.name(setting), new TreeSet<>(choices)));
        }
    }

    private static Set<String> names(JsonNode node, String... path) {
        return new TreeSet<>(Tree.names(node, path));
    }

    private static Refused denied(String why) {
        return new Refused(
                Refused.Reason.BAD_REQUEST, "admission webhook \"validator.longhorn.io\" denied the request: " + why);
    }
}
