package dev.sentinel.lab.world.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.util.Optional;
import java.util.stream.Stream;

/** Owner references: who made an object and answers for it (domain 6.5). */
public final class Owners {

    private Owners() {}

    public static Optional<JsonNode> controller(JsonNode object) {
        return Tree.items(object, "metadata", "ownerReferences")
                .filter(each -> Tree.flag(each, "controller"))
                .findFirst();
    }

    public static ArrayNode controlledBy(JsonNode owner) {
        ObjectNode reference = reference(owner);
        reference.put("controller", true);
        reference.put("blockOwnerDeletion", true);
        return Tree.list(reference);
    }

    /** Owned without being controlled, as engines and replicas are by their volume (domain 1.1). */
    public static ArrayNode ownedBy(JsonNode owner) {
        return Tree.list(reference(owner));
    }

    public static boolean owns(JsonNode owner, JsonNode object) {
        String uid = Tree.text(owner, "metadata", "uid");
        return Tree.items(object, "metadata", "ownerReferences")
                .anyMatch(each -> Tree.text(each, "uid").equals(uid));
    }

    /** Live objects of a kind that an owner has. */
    public static Stream<ObjectNode> of(World world, Kind kind, JsonNode owner) {
        return world.store().all(kind).stream().filter(each -> owns(owner, each));
    }

    static Optional<Kind> kind(JsonNode reference) {
        return Kinds.all().stream()
                .filter(kind -> kind.apiVersion().equals(Tree.text(reference, "apiVersion"))
                        && kind.kind().equals(Tree.text(reference, "kind")))
                .findFirst();
    }

    private static ObjectNode reference(JsonNode owner) {
        return Tree.of(
                "apiVersion", Tree.text(owner, "apiVersion"),
                "kind", Tree.text(owner, "kind"),
                "name", Tree.text(owner, "metadata", "name"),
                "uid", Tree.text(owner, "metadata", "uid"));
    }
}
