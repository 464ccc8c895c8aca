package dev.sentinel.correlator.topology;

import com.google.protobuf.Timestamp;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.TopologySnapshot;
import java.util.List;

/** Words for tests: things, edges and listings at minutes of one day. */
final class Facts {

    /** A Saturday, so that a minute is not one of 1970. */
    private static final long DAY = 1_795_219_200_000L;

    private Facts() {}

    static long minute(double minutes) {
        return DAY + Math.round(minutes * 60_000);
    }

    static Timestamp at(double minutes) {
        return Moments.timestamp(minute(minutes));
    }

    static Ref ref(String kind, String name) {
        return Ref.newBuilder().setKind(kind).setName(name).build();
    }

    static Ref node(String name) {
        return ref("kubernetes.node", name);
    }

    static Ref disk(String name) {
        return ref("longhorn.disk", name);
    }

    static Ref replica(String name) {
        return ref("longhorn.replica", name);
    }

    static Ref volume(String name) {
        return ref("longhorn.volume", name);
    }

    static Ref pod(String name) {
        return ref("kubernetes.pod", name);
    }

    static Edge edge(EdgeKind kind, Ref from, Ref to, double since) {
        return Edge.newBuilder()
                .setKind(kind)
                .setFrom(from)
                .setTo(to)
                .setValidFrom(at(since))
                .build();
    }

    static Edge edge(EdgeKind kind, Ref from, Ref to, double since, double until) {
        return edge(kind, from, to, since).toBuilder().setValidUntil(at(until)).build();
    }

    /** A replica on a disk, the edge that most tests are about. */
    static Edge on(String replica, String disk, double since) {
        return edge(EdgeKind.EDGE_KIND_ON, replica(replica), disk(disk), since);
    }

    static Edge on(String replica, String disk, double since, double until) {
        return edge(EdgeKind.EDGE_KIND_ON, replica(replica), disk(disk), since, until);
    }

    /** Told at the minute when the first of the edges began. */
    static Event told(Edge... edges) {
        return heard("some", edges[0].getValidFrom(), List.of(edges));
    }

    static Event told(String scope, Edge... edges) {
        return heard(scope, edges[0].getValidFrom(), List.of(edges));
    }

    static Event heard(String scope, Timestamp at, List<Edge> edges) {
        var event = Event.newBuilder().setOccurredAt(at);
        event.getTopologyBuilder().setScope(scope).addAllEdges(edges);
        return event.build();
    }

    /** One part of a listing of replicas on disks. */
    static Event listed(String scope, String id, int part, int parts, double takenAt, Edge... edges) {
        var event = heard(scope, at(takenAt), List.of(edges)).toBuilder();
        event.getTopologyBuilder()
                .setSnapshot(TopologySnapshot.newBuilder()
                        .setListingId(id)
                        .setPart(part)
                        .setPartCount(parts)
                        .setTakenAt(at(takenAt))
                        .addCoveredKinds(EdgeKind.EDGE_KIND_ON));
        return event.build();
    }

    static Event listed(double takenAt, Edge... edges) {
        return listed("some", "at " + takenAt, 1, 1, takenAt, edges);
    }
}
