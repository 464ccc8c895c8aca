package dev.sentinel.collectors.csi.edge;

import dev.sentinel.v1.Edge;
import java.util.List;

/** What was told of the maps that stand under mounted volumes. */
record Backed(List<Edge> edges) {
    static final Backed NOTHING = new Backed(List.of());

    Backed {
        edges = List.copyOf(edges);
    }
}
