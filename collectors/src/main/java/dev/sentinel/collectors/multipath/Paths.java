package dev.sentinel.collectors.multipath;

import dev.sentinel.collectors.multipath.MapsSeen.Watched;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Topology;
import dev.sentinel.v1.TopologySnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which paths a map has and which group each is part of; told as a whole listing whenever it is another one. */
record Paths(Facts facts, Ref machine) {
    private static final int MOST_EDGES = 1000;

    List<Event> topology(MapsSeen before, MapsSeen now, Instant observedAt) {
        if (before.answered() && shape(before).equals(shape(now))) {
            return List.of();
        }
        List<Edge> edges =
                now.maps().values().stream().flatMap(map -> edges(map).stream()).toList();
        int parts = Math.max(1, (edges.size() + MOST_EDGES - 1) / MOST_EDGES);
        List<Event> events = new ArrayList<>();
        for (int part = 1; part <= parts; part++) {
            Topology topology = Topology.newBuilder()
                    .setScope("multipath on " + machine.getName())
                    .addAllEdges(edges.subList((part - 1) * MOST_EDGES, Math.min(edges.size(), part * MOST_EDGES)))
                    .setSnapshot(TopologySnapshot.newBuilder()
                            .setListingId(observedAt.toString())
                            .setPart(part)
                            .setPartCount(parts)
                            .setTakenAt(Times.stamp(observedAt))
                            .addCoveredKinds(EdgeKind.EDGE_KIND_HAS)
                            .addCoveredKinds(EdgeKind.EDGE_KIND_PART_OF))
                    .build();
            events.add(facts.event(Seen.now(observedAt), Severity.SEVERITY_INFO, machine, topology));
        }
        return events;
    }

    private List<Edge> edges(Watched map) {
        List<Edge> edges = new ArrayList<>();
        MapState state = map.state();
        state.groups()
                .forEach(group -> group.paths().forEach(path -> {
                    Ref end = MultipathReading.path(machine, path.device());
                    edges.add(edge(
                            EdgeKind.EDGE_KIND_HAS, MultipathReading.map(machine, state.name()), end, map.firstSeen()));
                    edges.add(edge(
                            EdgeKind.EDGE_KIND_PART_OF,
                            end,
                            MultipathReading.group(machine, state.name(), group.number()),
                            map.firstSeen()));
                }));
        return edges;
    }

    private static Edge edge(EdgeKind kind, Ref from, Ref to, Instant since) {
        return Edge.newBuilder()
                .setKind(kind)
                .setFrom(from)
                .setTo(to)
                .setValidFrom(Times.stamp(since))
                .build();
    }

    private static Set<String> shape(MapsSeen seen) {
        return seen.maps().values().stream()
                .flatMap(map -> map.state().groups().stream()
                        .flatMap(group -> group.paths().stream()
                                .map(path -> map.state().name() + "/" + group.number() + "/" + path.device())))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
