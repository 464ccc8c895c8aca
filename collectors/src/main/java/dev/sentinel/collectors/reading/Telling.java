package dev.sentinel.collectors.reading;

import com.google.protobuf.Message;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Topology;
import dev.sentinel.v1.TopologySnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Gathers the events of one look; lives no longer than it. */
public final class Telling {
    private static final int MOST_EDGES = 1000;

    private final Facts facts;
    private final Instant now;
    private final List<Event> events = new ArrayList<>();

    public Telling(Facts facts, Instant now) {
        this.facts = facts;
        this.now = now;
    }

    /** The moment of this look. */
    public Instant now() {
        return now;
    }

    /** Whole seconds between then and this look; nothing when then is still to come. */
    public long secondsSince(Instant then) {
        return Math.max(0, now.getEpochSecond() - then.getEpochSecond());
    }

    /** One fact that the source gives a time for. */
    public void tell(Ref subject, Collection<Ref> related, Instant occurredAt, Severity severity, Message detail) {
        List<Ref> others =
                related.stream().filter(ref -> !ref.equals(subject)).distinct().toList();
        events.add(facts.event(new Seen(occurredAt, now), severity, subject, others, detail));
    }

    /** What was told so far, in order. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** With what is to be remembered, the result of the look. */
    public <S> Reading<S> with(S state) {
        return new Reading<>(state, events);
    }

    /**
     * Tells which edges began and which ended since the last look. An edge that was there keeps its beginning.
     *
     * @return the edges that hold now, to be remembered
     */
    public List<Edge> links(String scope, Ref subject, List<Edge> before, List<Edge> now) {
        Map<Edge, Edge> known = new LinkedHashMap<>();
        before.forEach(edge -> known.put(timeless(edge), edge));
        List<Edge> hold = new ArrayList<>();
        List<Edge> changed = new ArrayList<>();
        for (Edge edge : new LinkedHashMap<>(keyed(now)).values()) {
            Edge old = known.remove(timeless(edge));
            hold.add(old == null ? edge : old);
            if (old == null) {
                changed.add(edge);
            }
        }
        known.values().forEach(edge -> changed.add(ended(edge)));
        for (int from = 0; from < changed.size(); from += MOST_EDGES) {
            Topology part = Topology.newBuilder()
                    .setScope(scope)
                    .addAllEdges(changed.subList(from, Math.min(from + MOST_EDGES, changed.size())))
                    .build();
            tell(subject, List.of(), this.now, Severity.SEVERITY_INFO, part);
        }
        return List.copyOf(hold);
    }

    /** A full listing of a scope: what it does not contain has ended. */
    public void listing(String scope, Ref collector, Collection<Edge> all, Set<EdgeKind> covered) {
        List<Edge> edges = List.copyOf(keyed(all).values());
        int parts = Math.max(1, (edges.size() + MOST_EDGES - 1) / MOST_EDGES);
        for (int part = 0; part < parts; part++) {
            TopologySnapshot snapshot = TopologySnapshot.newBuilder()
                    .setListingId(now.toString())
                    .setPart(part + 1)
                    .setPartCount(parts)
                    .setTakenAt(Times.stamp(now))
                    .addAllCoveredKinds(new TreeSet<>(covered))
                    .build();
            Topology topology = Topology.newBuilder()
                    .setScope(scope)
                    .setSnapshot(snapshot)
                    .addAllEdges(edges.subList(part * MOST_EDGES, Math.min((part + 1) * MOST_EDGES, edges.size())))
                    .build();
            tell(collector, List.of(), now, Severity.SEVERITY_INFO, topology);
        }
    }

    /** An edge that holds since then. */
    public static Edge edge(EdgeKind kind, Ref from, Ref to, Instant since) {
        return Edge.newBuilder()
                .setKind(kind)
                .setFrom(from)
                .setTo(to)
                .setValidFrom(Times.stamp(since))
                .build();
    }

    private Edge ended(Edge edge) {
        Instant from = Instant.ofEpochSecond(
                edge.getValidFrom().getSeconds(), edge.getValidFrom().getNanos());
        Instant end = from.isAfter(now) ? from : now;
        return edge.toBuilder().setValidUntil(Times.stamp(end)).build();
    }

    private static Map<Edge, Edge> keyed(Collection<Edge> edges) {
        Map<Edge, Edge> keyed = new LinkedHashMap<>();
        edges.forEach(edge -> keyed.putIfAbsent(timeless(edge), edge));
        return keyed;
    }

    private static Edge timeless(Edge edge) {
        return edge.toBuilder().clearValidFrom().clearValidUntil().build();
    }
}
