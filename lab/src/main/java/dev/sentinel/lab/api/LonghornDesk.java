package dev.sentinel.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Conditions;
import dev.sentinel.lab.world.longhorn.Names;
import dev.sentinel.lab.world.longhorn.Salvage;
import java.util.List;
import java.util.Locale;

/** Answers Longhorn's own REST API under {@code /v1}: volumes with their actions, nodes, settings (domain 5). */
final class LonghornDesk {

    private final Stage stage;

    LonghornDesk(Stage stage) {
        this.stage = stage;
    }

    Answer answer(Call call) {
        List<String> path = call.path();
        if (path.isEmpty() || !path.getFirst().equals("v1")) {
            throw new Refused(Refused.Reason.NOT_FOUND, "there is only /v1");
        }
        return switch (path.size()) {
            case 1 -> Answer.ok(Tree.of("type", "apiRoot", "id", "v1"));
            case 2 -> Answer.ok(stage.look(world -> list(world, kind(path.get(1)))));
            default -> one(kind(path.get(1)), path.get(2), call);
        };
    }

    private Answer one(Kind kind, String name, Call call) {
        return switch (call.method()) {
            case "GET" ->
                Answer.ok(stage.look(world -> show(world, world.store().get(Names.key(kind, name)))));
            case "POST" -> {
                stage.play(world -> act(world, kind, name, call));
                yield Answer.ok(stage.look(world -> show(world, world.store().get(Names.key(kind, name)))));
            }
            case "PUT" -> {
                stage.play(world -> replace(world, kind, name, call.object()));
                yield Answer.ok(stage.look(world -> show(world, world.store().get(Names.key(kind, name)))));
            }
            default -> throw new Refused(Refused.Reason.METHOD_NOT_ALLOWED, "this is not done here: " + call.method());
        };
    }

    private static void act(World world, Kind kind, String name, Call call) {
        JsonNode body = call.json();
        String action = kind.equals(Kinds.LH_VOLUME) ? call.asked("action") : "";
        switch (action) {
            case "salvage" ->
                Salvage.byHand(
                        world,
                        name,
                        Tree.items(body, "names").map(JsonNode::asText).toList());
            case "attach" -> attach(world, name, body);
            case "detach" -> detach(world, name, body);
            case "replicaRemove" -> remove(world, name, Tree.text(body, "name"));
            default ->
                throw new Refused(
                        Refused.Reason.NOT_FOUND,
                        "there is no action \"%s\" on %s".formatted(call.asked("action"), kind));
        }
    }

    /** It only adds a ticket; the attachment controller does the rest. */
    private static void attach(World world, String volume, JsonNode body) {
        String node = Tree.text(body, "hostId");
        ObjectNode found = world.store().get(Names.key(Kinds.LH_NODE, node));
        if (!Conditions.is(found, "Ready")) {
            throw new Refused(
                    Refused.Reason.INTERNAL,
                    "cannot attach volume %s to node %s: it is not ready".formatted(volume, node));
        }
        String id = Tree.text(body, "attachmentID");
        String type = Tree.text(body, "attacherType").isEmpty() ? "longhorn-api" : Tree.text(body, "attacherType");
        world.store()
                .change(
                        Names.key(Kinds.LH_ATTACHMENT, volume),
                        each -> Tree.set(
                                each,
                                Tree.of(
                                        "id", id,
                                        "type", type,
                                        "nodeID", node,
                                        "generation", 0,
                                        "parameters",
                                                Tree.of(
                                                        "disableFrontend",
                                                        Boolean.toString(Tree.flag(body, "disableFrontend")),
                                                        "lastAttachedBy",
                                                        Tree.text(body, "attachedBy"))),
                                "spec",
                                "attachmentTickets",
                                id));
    }

    /** Forced, it clears every ticket, the workload's too (5.4). */
    private static void detach(World world, String volume, JsonNode body) {
        Key key = Names.key(Kinds.LH_ATTACHMENT, volume);
        world.store().get(key);
        world.store().change(key, each -> {
            if (Tree.flag(body, "forceDetach")) {
                Tree.set(each, Tree.of(), "spec", "attachmentTickets");
            } else {
                Tree.branch(each, "spec", "attachmentTickets").remove(Tree.text(body, "attachmentID"));
            }
        });
    }

    private static void remove(World world, String volume, String replica) {
        Key key = Names.key(Kinds.LH_REPLICA, replica);
        if (!Tree.text(world.store().get(key), "spec", "volumeName").equals(volume)) {
            throw new Refused(
                    Refused.Reason.INTERNAL, "replica %s doesn't belong to volume %s".formatted(replica, volume));
        }
        world.delete(key, 0);
    }

    /** A PUT replaces: what the body leaves out becomes empty (5.1). */
    private static void replace(World world, Kind kind, String name, ObjectNode body) {
        Key key = Names.key(kind, name);
        ObjectNode changed = world.store().get(key).deepCopy();
        if (kind.equals(Kinds.LH_SETTING)) {
            Tree.set(changed, Tree.text(body, "value"), "value");
        } else if (kind.equals(Kinds.LH_NODE)) {
            Tree.set(changed, Tree.flag(body, "allowScheduling"), "spec", "allowScheduling");
            Tree.set(changed, Tree.flag(body, "evictionRequested"), "spec", "evictionRequested");
            Tree.set(changed, body.has("tags") ? body.get("tags") : Tree.list(), "spec", "tags");
        } else {
            throw new Refused(Refused.Reason.METHOD_NOT_ALLOWED, "%s are not replaced".formatted(kind));
        }
        var unused = world.store().put(key, changed);
    }

    private static ObjectNode list(World world, Kind kind) {
        ArrayNode data = Tree.list();
        world.store().all(kind).forEach(each -> data.add(show(world, each)));
        return Tree.of("type", "collection", "resourceType", kind.singular(), "data", data);
    }

    /** Flat, with conditions as a map by type, and the actions that are allowed now (1, 5.0). */
    private static ObjectNode show(World world, ObjectNode object) {
        String name = Tree.text(object, "metadata", "name");
        ObjectNode shown = Tree.of(
                "id", name, "name", name, "type", Tree.text(object, "kind").toLowerCase(Locale.ROOT));
        object.path("spec").properties().forEach(each -> shown.set(each.getKey(), each.getValue()));
        object.path("status").properties().forEach(each -> shown.set(each.getKey(), each.getValue()));
        if (object.has("value")) {
            shown.set("value", object.get("value"));
        }
        ObjectNode conditions = Tree.of();
        Tree.items(object, "status", "conditions").forEach(each -> conditions.set(Tree.text(each, "type"), each));
        shown.set("conditions", conditions);
        if (Tree.text(object, "kind").equals("Volume")) {
            volume(world, name, shown);
        }
        return shown;
    }

    private static void volume(World world, String name, ObjectNode shown) {
        ObjectNode actions = Tree.of("attach", url(name, "attach"), "detach", url(name, "detach"));
        if (Tree.text(shown, "robustness").equals("faulted")) {
            actions.put("salvage", url(name, "salvage"));
        }
        shown.set("actions", actions);
        ArrayNode replicas = Tree.list();
        world.store().all(Kinds.LH_REPLICA).stream()
                .filter(each -> Tree.text(each, "spec", "volumeName").equals(name))
                .forEach(each -> replicas.add(Tree.of(
                        "name", Tree.text(each, "metadata", "name"),
                        "hostId", Tree.text(each, "spec", "nodeID"),
                        "failedAt", Tree.text(each, "spec", "failedAt"),
                        "running", Tree.text(each, "status", "currentState").equals("running"))));
        shown.set("replicas", replicas);
    }

    private static String url(String volume, String action) {
        return "/v1/volumes/%s?action=%s".formatted(volume, action);
    }

    private static Kind kind(String plural) {
        return switch (plural) {
            case "volumes" -> Kinds.LH_VOLUME;
            case "nodes" -> Kinds.LH_NODE;
            case "settings" -> Kinds.LH_SETTING;
            default -> throw new Refused(Refused.Reason.NOT_FOUND, "there is no /v1/" + plural);
        };
    }
}
