package dev.sentinel.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import java.util.Map;
import java.util.Optional;

/** The ways to change a part of an object: merge patch (RFC 7386), JSON patch and Kubernetes' strategic merge. */
final class Patches {

    /** By which field the items of a list are the same item. */
    private static final Map<String, String> MERGE_KEYS = Map.of(
            "containers", "name",
            "initContainers", "name",
            "ephemeralContainers", "name",
            "volumes", "name",
            "env", "name",
            "conditions", "type",
            "ports", "containerPort",
            "volumeMounts", "mountPath",
            "ownerReferences", "uid",
            "taints", "key");

    private Patches() {}

    static ObjectNode apply(Kind kind, String contentType, ObjectNode object, JsonNode patch) {
        String type = contentType.split(";", 2)[0].strip();
        ObjectNode copy = object.deepCopy();
        return switch (type) {
            case "application/merge-patch+json", "application/apply-patch+yaml" -> merged(copy, objectOf(patch));
            case "application/json-patch+json" -> JsonPatch.apply(copy, patch);
            case "application/strategic-merge-patch+json" -> {
                if (Discovery.custom(kind.group())) {
                    // Custom resources know no strategic merge (domain 6.10).
                    throw unsupported(type);
                }
                yield strategic(copy, objectOf(patch));
            }
            default -> throw unsupported(type);
        };
    }

    private static Refused unsupported(String type) {
        return new Refused(
                Refused.Reason.UNSUPPORTED_MEDIA_TYPE,
                "the body of the request was in an unknown format (%s) - accepted media types include: application/json-patch+json, application/merge-patch+json"
                        .formatted(type));
    }

    private static ObjectNode objectOf(JsonNode patch) {
        if (patch instanceof ObjectNode object) {
            return object;
        }
        throw new Refused(Refused.Reason.BAD_REQUEST, "the patch must be a JSON object");
    }

    private static ObjectNode merged(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(each -> {
            String name = each.getKey();
            if (each.getValue().isNull()) {
                target.remove(name);
            } else if (each.getValue() instanceof ObjectNode inner) {
                ObjectNode old = target.get(name) instanceof ObjectNode there ? there : Tree.of();
                target.set(name, merged(old, inner));
            } else {
                target.set(name, each.getValue());
            }
        });
        return target;
    }

    private static ObjectNode strategic(ObjectNode target, ObjectNode patch) {
        if (Tree.text(patch, "$patch").equals("replace")) {
            ObjectNode replaced = patch.deepCopy();
            replaced.remove("$patch");
            return replaced;
        }
        patch.properties().forEach(each -> {
            String name = each.getKey();
            if (name.startsWith("$")) {
                return;
            }
            if (each.getValue().isNull()) {
                target.remove(name);
            } else if (each.getValue() instanceof ObjectNode inner) {
                ObjectNode old = target.get(name) instanceof ObjectNode there ? there : Tree.of();
                target.set(name, strategic(old, inner));
            } else if (each.getValue() instanceof ArrayNode items && MERGE_KEYS.containsKey(name)) {
                ArrayNode old = target.get(name) instanceof ArrayNode there ? there : Tree.list();
                target.set(
                        name,
                        byKey(
                                old,
                                items,
                                Optional.ofNullable(MERGE_KEYS.get(name)).orElse("name")));
            } else {
                target.set(name, each.getValue());
            }
        });
        return target;
    }

    private static ArrayNode byKey(ArrayNode old, ArrayNode patch, String key) {
        ArrayNode result = old.deepCopy();
        for (JsonNode item : patch) {
            int at = indexOf(result, key, Tree.text(item, key));
            boolean delete = Tree.text(item, "$patch").equals("delete");
            if (at >= 0 && delete) {
                result.remove(at);
            } else if (at >= 0 && result.get(at) instanceof ObjectNode there && item instanceof ObjectNode change) {
                result.set(at, strategic(there, change));
            } else if (!delete && !item.has("$patch")) {
                result.add(item);
            }
        }
        return result;
    }

    private static int indexOf(ArrayNode items, String key, String value) {
        for (int i = 0; i < items.size(); i++) {
            if (Tree.text(items.get(i), key).equals(value)) {
                return i;
            }
        }
        return -1;
    }
}
