package dev.sentinel.lab.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** Which object: its kind, its namespace ("" where there is none) and its name. */
public record Key(Kind kind, String namespace, String name) implements Comparable<Key> {

    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::kind).thenComparing(Key::namespace).thenComparing(Key::name);

    public Key {
        if (kind.namespaced() == namespace.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s %s %s a namespace".formatted(kind, name, kind.namespaced() ? "needs" : "has no"));
        }
    }

    /** The key of a cluster-wide object. */
    public static Key of(Kind kind, String name) {
        return new Key(kind, "", name);
    }

    public static Key of(Kind kind, JsonNode object) {
        String namespace = kind.namespaced() ? Tree.text(object, "metadata", "namespace") : "";
        return new Key(kind, namespace, Tree.text(object, "metadata", "name"));
    }

    @Override
    public int compareTo(Key other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? kind + " " + name : kind + " " + namespace + "/" + name;
    }
}
