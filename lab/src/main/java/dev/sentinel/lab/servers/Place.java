package dev.sentinel.lab.servers;

/** Where a server runs: a pod, or a program of a host (namespace ""). */
public record Place(String namespace, String name) implements Comparable<Place> {

    /** As people write it: {@code namespace/pod}, or the name alone for a program of a host. */
    public static Place of(String written) {
        int slash = written.indexOf('/');
        return slash < 0
                ? new Place("", written)
                : new Place(written.substring(0, slash), written.substring(slash + 1));
    }

    @Override
    public int compareTo(Place other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
