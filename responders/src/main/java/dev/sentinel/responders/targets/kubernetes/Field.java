package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/** One field of an object and what it should be; null where it should not be there. */
public record Field(List<String> path, JsonNode value) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    public Field {
        path = List.copyOf(path);
    }

    public static Field of(boolean value, String... path) {
        return new Field(List.of(path), JSON.booleanNode(value));
    }

    public static Field of(long value, String... path) {
        return new Field(List.of(path), JSON.numberNode(value));
    }

    public static Field of(String value, String... path) {
        return new Field(List.of(path), JSON.textNode(value));
    }

    public static Field absent(String... path) {
        return new Field(List.of(path), JSON.nullNode());
    }

    boolean isSo(JsonNode object) {
        JsonNode now = Json.at(object, path);
        return value.isNull()
                ? now.isMissingNode() || (now.isBoolean() && !now.asBoolean())
                // A number is the same number however wide it is kept, and a flag that is off need not be there.
                : now.equals(value)
                        || (value.isNumber() && now.isNumber() && now.asLong() == value.asLong())
                        || (value.isBoolean() && !value.asBoolean() && now.isMissingNode());
    }
}
