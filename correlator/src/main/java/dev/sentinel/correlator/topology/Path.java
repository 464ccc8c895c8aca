package dev.sentinel.correlator.topology;

import dev.sentinel.v1.EdgeKind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A way through the graph, from a thing an event is about to another: {@code longhorn.replica -on-> longhorn.disk
 * -part_of-> kubernetes.node}. Without hops it is the thing itself.
 */
public record Path(String from, List<Hop> hops) {

    /** Matches things of every kind. */
    public static final String ANY = "*";

    private static final int MOST_HOPS = 12;

    /**
     * One edge. {@code reversed} walks it from its end to its beginning ({@code <-has-}). The thing reached by the marked
     * hop is the link: what two clauses of a pattern must have in common.
     */
    public record Hop(EdgeKind edge, boolean reversed, String to, boolean link) {
        @Override
        public String toString() {
            var word = edge.name().substring("EDGE_KIND_".length()).toLowerCase(Locale.ROOT);
            return (reversed ? "<-" + word + "- " : "-" + word + "-> ") + to + (link ? "!" : "");
        }
    }

    public Path {
        hops = List.copyOf(hops);
        if (hops.size() > MOST_HOPS) {
            throw new IllegalArgumentException("a path has at most " + MOST_HOPS + " hops");
        }
    }

    /** The kind of the thing it ends at. */
    public String to() {
        return hops.isEmpty() ? from : hops.getLast().to();
    }

    @Override
    public String toString() {
        return hops.stream().map(hop -> " " + hop).collect(Collectors.joining("", from, ""));
    }
}
