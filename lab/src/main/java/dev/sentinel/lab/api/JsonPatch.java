package dev.sentinel.lab.api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;

/** JSON patch, RFC 6902; all of it happens or none. */
final class JsonPatch {

    private JsonPatch() {}

    static ObjectNode apply(ObjectNode object, JsonNode patch) {
        if (!patch.isArray()) {
            throw new Refused(Refused.Reason.BAD_REQUEST, "a JSON patch is a list of operations");
        }
        for (JsonNode step : patch) {
            apply(object, step, pointer(step, "path"));
        }
        return object;
    }

    private static void apply(ObjectNode object, JsonNode step, JsonPointer path) {
        switch (Tree.text(step, "op")) {
            case "add" -> add(object, path, step.path("value"));
            case "remove" -> remove(object, path);
            case "replace" -> {
                remove(object, path);
                add(object, path, step.path("value"));
            }
            case "copy" ->
                add(object, path, present(object, pointer(step, "from")).deepCopy());
            case "move" -> {
                JsonNode moved = present(object, pointer(step, "from"));
                remove(object, pointer(step, "from"));
                add(object, path, moved);
            }
            case "test" -> {
                if (!object.at(path).equals(step.path("value"))) {
                    throw failed("testing path %s failed: the value is %s".formatted(path, object.at(path)));
                }
            }
            default -> throw failed("unknown operation \"%s\"".formatted(Tree.text(step, "op")));
        }
    }

    private static void add(ObjectNode object, JsonPointer path, JsonNode value) {
        String last = name(path.last());
        switch (present(object, path.head())) {
            case ObjectNode parent -> parent.set(last, value);
            case ArrayNode parent -> {
                if (last.equals("-")) {
                    parent.add(value);
                } else {
                    parent.insert(index(parent, last, parent.size()), value);
                }
            }
            default -> throw failed("nothing can be added at " + path);
        }
    }

    private static void remove(ObjectNode object, JsonPointer path) {
        var unusedCheck = present(object, path);
        String last = name(path.last());
        switch (present(object, path.head())) {
            case ObjectNode parent -> parent.remove(last);
            case ArrayNode parent -> parent.remove(index(parent, last, parent.size() - 1));
            default -> throw failed("nothing can be removed at " + path);
        }
    }

    private static int index(ArrayNode items, String text, int highest) {
        try {
            int index = Integer.parseInt(text);
            if (index >= 0 && index <= highest) {
                return index;
            }
        } catch (NumberFormatException e) {
            throw failed("\"%s\" is no place in a list".formatted(text));
        }
        throw failed("a list of %d has no place %s".formatted(items.size(), text));
    }

    private static JsonNode present(JsonNode object, JsonPointer path) {
        JsonNode found = object.at(path);
        if (found.isMissingNode()) {
            throw failed("the path %s is missing".formatted(path));
        }
        return found;
    }

    private static JsonPointer pointer(JsonNode step, String field) {
        try {
            return JsonPointer.compile(Tree.text(step, field));
        } catch (IllegalArgumentException e) {
            throw failed("\"%s\" is no path".formatted(Tree.text(step, field)));
        }
    }

    private static String name(JsonPointer last) {
        return last.getMatchingProperty();
    }

    private static Refused failed(String why) {
        return new Refused(
                Refused.Reason.INVALID, "the server rejected our request due to an error in our request: " + why);
    }
}
