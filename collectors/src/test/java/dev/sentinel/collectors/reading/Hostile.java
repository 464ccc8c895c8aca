package dev.sentinel.collectors.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Breaks JSON in seeded ways: values that are absent, of another type, enormous, negative, or no text at all. */
public final class Hostile {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Random random;

    public Hostile(long seed) {
        this.random = new Random(seed);
    }

    /** A copy with some places broken. */
    public JsonNode broken(JsonNode sound) {
        JsonNode copy = sound.deepCopy();
        for (int i = random.nextInt(4); i >= 0; i--) {
            breakOne(copy);
        }
        return copy;
    }

    /** A page of text with some places broken. */
    public String broken(String sound) {
        StringBuilder text = new StringBuilder(sound);
        for (int i = random.nextInt(20); i >= 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.setCharAt(at, (char) random.nextInt(0x10000));
                case 2 -> text.insert(at, "{\"\\\n}= ".charAt(random.nextInt(7)));
                default -> text.insert(at, "1e999");
            }
        }
        return text.toString();
    }

    private void breakOne(JsonNode root) {
        JsonNode place = root;
        while (true) {
            List<JsonNode> children = new ArrayList<>();
            place.forEach(child -> {
                if (child.isContainerNode() && !child.isEmpty()) {
                    children.add(child);
                }
            });
            if (children.isEmpty() || random.nextInt(4) == 0) {
                break;
            }
            place = children.get(random.nextInt(children.size()));
        }
        if (place instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else {
                object.set(random.nextInt(6) == 0 ? text() : name, value());
            }
        } else if (place instanceof ArrayNode array && !array.isEmpty()) {
            array.set(random.nextInt(array.size()), value());
        }
    }

    private JsonNode value() {
        return switch (random.nextInt(12)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(random.nextLong());
            case 2 -> NODES.numberNode(-1);
            case 3 -> NODES.numberNode(Double.MAX_VALUE);
            case 4 -> NODES.textNode("");
            case 5 -> NODES.booleanNode(random.nextBoolean());
            case 6 -> NODES.arrayNode().add(NODES.objectNode().put("type", text()));
            case 7 -> NODES.objectNode().put(text(), text());
            case 8 -> NODES.textNode("0001-01-01T00:00:00Z");
            case 9 -> NODES.textNode("9999-12-31T23:59:59Z");
            default -> NODES.textNode(text());
        };
    }

    private String text() {
        return switch (random.nextInt(6)) {
            case 0 -> "x".repeat(random.nextInt(100_000));
            case 1 -> "\ud800\u0000\u001b[31m" + (char) random.nextInt(0x10000);
            case 2 -> "{\"a\":[[[[".repeat(random.nextInt(50));
            case 3 -> "True";
            case 4 -> "tcp://10.42.0.7:10000";
            default -> String.valueOf(random.nextLong());
        };
    }
}
