package dev.sentinel.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.DnsName;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.util.Map;
import java.util.Set;

/**
 * Refuses what a real API server refuses: it has a schema of each kind, the lab has the objects that are there, whose fields
 * keep the type they have.
 */
final class Validation {

    /** Their values are quantities, or numbers or texts as one likes, or whatever somebody else's program reads. */
    private static final Set<String> ANY_TYPE = Set.of(
            "limits",
            "requests",
            "capacity",
            "sizeLimit",
            "minAvailable",
            "maxUnavailable",
            "maxSurge",
            "valuesObject");

    private Validation() {}

    static void ofNew(World world, Kind kind, ObjectNode object) {
        String name = Tree.text(object, "metadata", "name");
        boolean label = kind.equals(Kinds.NAMESPACE);
        if (label ? !DnsName.label(name) : !DnsName.subdomain(name)) {
            throw new Refused.Invalid(
                    kind,
                    name,
                    "metadata.name",
                    "Invalid value: \"%s\": %s".formatted(name, label ? DnsName.LABEL_RULE : DnsName.RULE));
        }
        String namespace = Tree.text(object, "metadata", "namespace");
        if (kind.namespaced()
                && world.store().find(Key.of(Kinds.NAMESPACE, namespace)).isEmpty()) {
            throw Refused.notFound(Key.of(Kinds.NAMESPACE, namespace));
        }
        replicas(kind, name, object);
    }

    static void ofChange(Kind kind, ObjectNode before, ObjectNode after) {
        String name = Tree.text(before, "metadata", "name");
        types(kind, name, "spec", before.path("spec"), after.path("spec"));
        replicas(kind, name, after);
    }

    /** The number of an object or of its scale. */
    static void replicas(Kind kind, String name, JsonNode object) {
        JsonNode replicas = Tree.at(object, "spec", "replicas");
        if (!Discovery.scaled(kind) || replicas.isMissingNode() || replicas.isNull()) {
            return;
        }
        if (!replicas.isIntegralNumber() || !replicas.canConvertToInt()) {
            throw new Refused.Invalid(kind, name, "spec.replicas", wrongType(replicas, "spec.replicas", "integer"));
        }
        if (replicas.asLong() < 0) {
            throw new Refused.Invalid(
                    kind,
                    name,
                    "spec.replicas",
                    "Invalid value: %s: must be greater than or equal to 0".formatted(replicas));
        }
    }

    private static void types(Kind kind, String name, String path, JsonNode before, JsonNode after) {
        boolean absent = before.isMissingNode() || before.isNull() || after.isMissingNode() || after.isNull();
        if (absent) {
            return;
        }
        if (!type(before).equals(type(after))) {
            throw new Refused.Invalid(kind, name, path, wrongType(after, path, type(before)));
        }
        for (Map.Entry<String, JsonNode> field : before.properties()) {
            String inner = field.getKey();
            if (!ANY_TYPE.contains(inner)) {
                types(kind, name, path + "." + inner, field.getValue(), after.path(inner));
            }
        }
    }

    private static String wrongType(JsonNode value, String path, String wanted) {
        return "Invalid value: \"%s\": %s in body must be of type %s: %s".formatted(type(value), path, wanted, value);
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "object";
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case NUMBER -> "number";
            case STRING, BINARY -> "string";
            case NULL, MISSING -> "null";
        };
    }
}
