package dev.sentinel.lab.world;

import java.util.List;

/** A kind of object as the API spells it; {@code status} says that the status is a subresource of its own. */
public record Kind(
        String group, String version, String kind, String plural, List<String> shortNames, Scope scope, boolean status)
        implements Comparable<Kind> {

    /** Where objects of a kind live. */
    public enum Scope {
        NAMESPACED,
        CLUSTER
    }

    public Kind {
        shortNames = List.copyOf(shortNames);
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public String singular() {
        return kind.toLowerCase(java.util.Locale.ROOT);
    }

    public boolean namespaced() {
        return scope == Scope.NAMESPACED;
    }

    /** The name by which people tell it from others with the same plural. */
    public String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    @Override
    public int compareTo(Kind other) {
        if (this == other) {
            return 0;
        }
        int byPlural = plural.compareTo(other.plural);
        return byPlural == 0 ? group.compareTo(other.group) : byPlural;
    }

    // A world compares kinds with every step, so not all of their fields.
    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Kind kind && plural.equals(kind.plural) && group.equals(kind.group));
    }

    @Override
    public int hashCode() {
        return 31 * plural.hashCode() + group.hashCode();
    }

    @Override
    public String toString() {
        return qualified();
    }
}
