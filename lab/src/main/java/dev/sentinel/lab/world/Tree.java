package dev.sentinel.lab.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** JSON trees by path: what is absent reads as empty, what is missing on the way is made. */
public final class Tree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Tree() {}

    /** An object from names and values in turn. */
    public static ObjectNode of(Object... namesAndValues) {
        ObjectNode tree = NODES.objectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            tree.set((String) namesAndValues[i], value(namesAndValues[i + 1]));
        }
        return tree;
    }

    public static ArrayNode list(Object... values) {
        ArrayNode list = NODES.arrayNode();
        for (Object each : values) {
            list.add(value(each));
        }
        return list;
    }

    public static JsonNode at(JsonNode from, String... path) {
        JsonNode here = from;
        for (String step : path) {
            here = here.path(step);
        }
        return here;
    }

    public static String text(JsonNode from, String... path) {
        return at(from, path).asText("");
    }

    public static boolean flag(JsonNode from, String... path) {
        return at(from, path).asBoolean(false);
    }

    public static long number(JsonNode from, long otherwise, String... path) {
        return at(from, path).asLong(otherwise);
    }

    /** A new branch is made where there is none. */
    public static ObjectNode branch(ObjectNode from, String... path) {
        ObjectNode here = from;
        for (String step : path) {
            here = here.get(step) instanceof ObjectNode there ? there : here.putObject(step);
        }
        return here;
    }

    public static void set(ObjectNode from, Object value, String... path) {
        ObjectNode parent = from;
        for (int i = 0; i < path.length - 1; i++) {
            parent = branch(parent, path[i]);
        }
        parent.set(path[path.length - 1], value(value));
    }

    public static Stream<JsonNode> items(JsonNode from, String... path) {
        return StreamSupport.stream(at(from, path).spliterator(), false);
    }

    public static List<String> names(JsonNode from, String... path) {
        Iterator<String> names = at(from, path).fieldNames();
        return StreamSupport.stream(((Iterable<String>) () -> names).spliterator(), false)
                .toList();
    }

    /** As Kubernetes and Longhorn write times: RFC 3339, whole seconds. */
    public static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Empty text is how Longhorn writes "never" (1: an absent time is the empty string). */
    public static Instant time(JsonNode from, Instant otherwise, String... path) {
        String text = text(from, path);
        return text.isEmpty() ? otherwise : Instant.parse(text);
    }

    public static JsonNode value(Object value) {
        return switch (value) {
            case JsonNode node -> node;
            case String text -> NODES.textNode(text);
            case Integer number -> NODES.numberNode(number.intValue());
            case Long number -> NODES.numberNode(number.longValue());
            case Boolean flag -> NODES.booleanNode(flag);
            case Instant at -> NODES.textNode(time(at));
            case List<?> values -> list(values.toArray());
            default ->
                throw new IllegalArgumentException(
                        "no place in a tree for a " + value.getClass().getSimpleName());
        };
    }
}
