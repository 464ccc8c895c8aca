package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Short ways to read objects; what is not there is empty, zero or false. */
public final class Json {
    private Json() {}

    public static JsonNode at(JsonNode node, String... path) {
        return at(node, List.of(path));
    }

    static JsonNode at(JsonNode node, List<String> path) {
        JsonNode found = node;
        for (String name : path) {
            found = found.path(name);
        }
        return found.isNull() ? MissingNode.getInstance() : found;
    }

    public static String text(JsonNode node, String... path) {
        return at(node, path).asText("");
    }

    public static boolean flag(JsonNode node, String... path) {
        return at(node, path).asBoolean(false);
    }

    /** Longhorn writes some of its numbers as text. */
    public static long number(JsonNode node, String... path) {
        return at(node, path).asLong(0);
    }

    public static Optional<Instant> time(JsonNode node, String... path) {
        String text = text(node, path);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    public static Stream<JsonNode> items(JsonNode node, String... path) {
        return StreamSupport.stream(at(node, path).spliterator(), false);
    }

    public static String name(JsonNode object) {
        return text(object, "metadata", "name");
    }

    public static String namespace(JsonNode object) {
        return text(object, "metadata", "namespace");
    }

    public static String uid(JsonNode object) {
        return text(object, "metadata", "uid");
    }

    public static Map<String, String> labels(JsonNode object) {
        Map<String, String> labels = new HashMap<>();
        at(object, "metadata", "labels")
                .properties()
                .forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
        return labels;
    }

    /** The condition of a type, where there is one; Kubernetes and Longhorn keep them in lists of the same shape. */
    public static Optional<JsonNode> condition(JsonNode owner, String type) {
        return items(owner, "conditions")
                .filter(each -> text(each, "type").equals(type))
                .findFirst();
    }

    public static boolean holds(JsonNode owner, String type) {
        return condition(owner, type)
                .filter(each -> text(each, "status").equals("True"))
                .isPresent();
    }

    /** The owner that decides about an object. */
    static Optional<JsonNode> controller(JsonNode object) {
        return items(object, "metadata", "ownerReferences")
                .filter(each -> flag(each, "controller"))
                .findFirst();
    }
}
