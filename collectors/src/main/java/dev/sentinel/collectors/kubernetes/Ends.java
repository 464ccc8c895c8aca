package dev.sentinel.collectors.kubernetes;

import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What remembered edges still say of an object that was deleted while nobody looked. */
final class Ends {
    private Ends() {}

    /** The things at the other ends, in the order of the edges. */
    static List<Ref> others(List<Edge> edges, Ref self) {
        List<Ref> others = new ArrayList<>();
        for (Edge edge : edges) {
            others.add(isSelf(edge.getFrom(), self) ? edge.getTo() : edge.getFrom());
        }
        return others;
    }

    /** Where the first edge of this kind leads. */
    static Optional<Ref> of(List<Edge> edges, EdgeKind kind) {
        return edges.stream()
                .filter(edge -> edge.getKind() == kind)
                .map(Edge::getTo)
                .findFirst();
    }

    private static boolean isSelf(Ref end, Ref self) {
        return end.getKind().equals(self.getKind())
                && end.getNamespace().equals(self.getNamespace())
                && end.getName().equals(self.getName());
    }
}
