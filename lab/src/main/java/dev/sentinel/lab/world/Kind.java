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
        return qualified().compareTo(other.qualified());
    }

    @Override
    public String toString() {
        return qualified();
    }
}
