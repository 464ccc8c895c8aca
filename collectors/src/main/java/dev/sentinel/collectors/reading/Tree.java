package dev.sentinel.collectors.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** A place in foreign JSON. Nothing in it is trusted: what is absent, of another type or out of range reads as empty. */
public record Tree(JsonNode node) {
    /** Entries of one list or map that are looked at; no resource of the sources read here comes near it. */
    public static final int MOST_ENTRIES = 10_000;

    private static final int LONGEST_NUMBER = 24;

    /** The place that a path of field names leads to; an absent one when it leads nowhere. */
    public Tree at(String... path) {
        JsonNode place = node;
        for (String name : path) {
            place = place.isObject() ? place.path(name) : MissingNode.getInstance();
        }
        return new Tree(place);
    }

    /** Whether there is anything here; null is nothing. */
    public boolean present() {
        return !node.isMissingNode() && !node.isNull();
    }

    /** A scalar as text, cut to a field's bound; empty for anything else. */
    public String text(int most) {
        return node.isValueNode() && present() ? Bounds.fit(node.asText(), most) : "";
    }

    /** Text of the length that names have. */
    public String name() {
        return text(253);
    }

    /** Text of the length that messages have. */
    public String message() {
        return text(2048);
    }

    /** Text of the length that reasons, words and uids have. */
    public String word() {
        return text(128);
    }

    /** Only true is true. */
    public boolean flag() {
        return node.isBoolean()
                ? node.asBoolean()
                : node.isTextual() && node.asText().equals("true");
    }

    /** A whole number, also one written as text, as Kubernetes writes 64-bit ones. */
    public OptionalLong whole() {
        if (node.isNumber()) {
            return node.canConvertToLong() ? OptionalLong.of(node.asLong()) : OptionalLong.empty();
        }
        String text = node.isTextual() ? node.asText() : "";
        if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** A number of bytes, rows or seconds: never negative, nothing when absent. */
    public long amount() {
        return Math.max(0, whole().orElse(0));
    }

    /** A number of things, as 32-bit fields hold it. */
    public int count() {
        return (int) Math.min(Integer.MAX_VALUE, amount());
    }

    /** A time in RFC 3339; Go's zero time, empty text and times that no event can carry are absent. */
    public Optional<Instant> time() {
        return node.isTextual() ? Times.parse(node.asText()) : Optional.empty();
    }

    /** The elements of a list, in its order. */
    public List<Tree> items() {
        if (!node.isArray()) {
            return List.of();
        }
        List<Tree> items = new ArrayList<>();
        for (JsonNode item : node) {
            if (items.size() == MOST_ENTRIES) {
                break;
            }
            items.add(new Tree(item));
        }
        return items;
    }

    /** The fields of an object with a name that can be a name, in alphabetical order. */
    public SortedMap<String, Tree> fields() {
        SortedMap<String, Tree> fields = new TreeMap<>();
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (fields.size() == MOST_ENTRIES) {
                    break;
                }
                if (!field.getKey().isEmpty()) {
                    fields.put(Bounds.fit(field.getKey(), 253), new Tree(field.getValue()));
                }
            }
        }
        return Collections.unmodifiableSortedMap(fields);
    }

    /** The first element of this list whose {@code type} is that: how conditions are kept. */
    public Tree ofType(String type) {
        return items().stream()
                .filter(item -> item.at("type").word().equals(type))
                .findFirst()
                .orElse(new Tree(MissingNode.getInstance()));
    }
}
