package dev.sentinel.collectors.web;

import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Ref;
import java.util.List;

/**
 * A server that is watched.
 *
 * @param thing what its reading calls it
 * @param ref what events call it
 * @param edges what it stands on; one without a beginning holds since the server is watched
 * @param site where it answers
 */
public record Watched<T>(T thing, Ref ref, List<Edge> edges, Site site) {
    private static final int LONGEST = 400;

    public Watched {
        edges = List.copyOf(edges);
        if (ref.getName().isEmpty()
                || ref.getNamespace().length() + ref.getName().length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a server has a name, and with its namespace at most %d characters: %s".formatted(LONGEST, ref));
        }
    }

    /** Edges to the claims, volumes or machines that a server's data is on. */
    public static List<Edge> storedOn(Ref server, List<Ref> places) {
        return places.stream()
                .map(place -> Edge.newBuilder()
                        .setKind(EdgeKind.EDGE_KIND_STORED_ON)
                        .setFrom(server)
                        .setTo(place)
                        .build())
                .toList();
    }

    /** Its name among all of its kind. */
    String name() {
        return ref.getNamespace().isEmpty() ? ref.getName() : ref.getNamespace() + "/" + ref.getName();
    }
}
