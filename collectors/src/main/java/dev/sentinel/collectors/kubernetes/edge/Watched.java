package dev.sentinel.collectors.kubernetes.edge;

import java.util.List;

/**
 * What one watch follows.
 *
 * @param versions the same kind as newer and older servers have it; the first that is served is watched
 * @param namespace empty for all
 * @param selector of labels; empty for all
 * @param optional whether a cluster may well be without it
 * @param authors whether the reading asks who changed a field
 */
public record Watched(List<ObjectKind> versions, String namespace, String selector, boolean optional, boolean authors) {
    public Watched {
        versions = List.copyOf(versions);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("nothing to watch");
        }
    }

    /** One that every cluster has, in all namespaces. */
    public static Watched always(ObjectKind... versions) {
        return new Watched(List.of(versions), "", "", false, false);
    }

    public Watched whenServed() {
        return new Watched(versions, namespace, selector, true, authors);
    }

    public Watched withAuthors() {
        return new Watched(versions, namespace, selector, optional, true);
    }

    public Watched in(String place, String labels) {
        return new Watched(versions, place, labels, optional, authors);
    }

    /** Its name among the sources of a collector, the same for all versions. */
    public String name() {
        return versions.getFirst().resource();
    }
}
