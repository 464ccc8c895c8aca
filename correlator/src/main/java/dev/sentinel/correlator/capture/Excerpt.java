package dev.sentinel.correlator.capture;

import com.google.protobuf.Timestamp;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.EvidenceRef;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which part of recorded time an incident is made of: what happened around it, to things near it. */
final class Excerpt {
    private static final Duration BEFORE = Duration.ofMinutes(15);
    private static final Duration AFTER = Duration.ofMinutes(2);
    private static final int STEPS = 3;
    private static final int MOST_THINGS = 2_000;

    private final Incident incident;
    private final Instant begins;
    private final Instant ends;
    private final Set<String> evidence;

    Excerpt(Incident incident) {
        this.incident = incident;
        this.evidence = Stream.concat(incident.getEvidenceList().stream(), incident.getEvidenceAgainstList().stream())
                .map(EvidenceRef::getEventId)
                .collect(Collectors.toUnmodifiableSet());
        this.begins = incident.getEvidenceList().stream()
                .filter(EvidenceRef::hasOccurredAt)
                .map(each -> time(each.getOccurredAt()))
                .reduce(time(incident.getBeganAt()), (one, other) -> one.isBefore(other) ? one : other)
                .minus(BEFORE);
        this.ends = time(incident.getUpdatedAt()).plus(AFTER);
    }

    /** All of the cluster that can have had a part in it. */
    List<Moment> whole(List<Moment> recorded) {
        return recorded.stream().filter(this::fits).toList();
    }

    /** Only what is about things that are a few steps from those of the incident. */
    List<Moment> near(List<Moment> recorded) {
        List<Moment> whole = whole(recorded);
        Set<Thing> things = things(whole);
        List<Moment> near = new ArrayList<>();
        for (Moment moment : whole) {
            Event event = moment.event();
            if (event.hasTopology()) {
                Event.Builder less = event.toBuilder();
                less.getTopologyBuilder()
                        .clearEdges()
                        .addAllEdges(event.getTopology().getEdgesList().stream()
                                .filter(edge -> things.contains(Thing.of(edge.getFrom()))
                                        && things.contains(Thing.of(edge.getTo())))
                                .toList());
                if (less.getTopology().getEdgesCount() > 0 || things.contains(Thing.of(event.getSubject()))) {
                    near.add(new Moment(moment.accepted(), less.build()));
                }
            } else if (event.hasHeartbeat()
                    || evidence.contains(event.getId())
                    || Stream.concat(Stream.of(event.getSubject()), event.getRelatedList().stream())
                            .map(Thing::of)
                            .anyMatch(things::contains)) {
                near.add(moment);
            }
        }
        return near;
    }

    Instant ends() {
        return ends;
    }

    /** What is known of the topology is older than the trouble, or was learned when it was nearly over. */
    private boolean fits(Moment moment) {
        Event event = moment.event();
        Instant at = moment.accepted();
        return event.getCluster().equals(incident.getCluster())
                && (event.hasTopology()
                        || (!at.isBefore(begins) && !at.isAfter(ends))
                        || evidence.contains(event.getId()));
    }

    private record Thing(String kind, String namespace, String name) {
        static Thing of(Ref ref) {
            return new Thing(ref.getKind(), ref.getNamespace(), ref.getName());
        }
    }

    private Set<Thing> things(List<Moment> moments) {
        Map<Thing, Set<Thing>> neighbours = new HashMap<>();
        for (Moment moment : moments) {
            for (Edge edge : moment.event().getTopology().getEdgesList()) {
                Thing from = Thing.of(edge.getFrom());
                Thing to = Thing.of(edge.getTo());
                neighbours.computeIfAbsent(from, any -> new HashSet<>()).add(to);
                neighbours.computeIfAbsent(to, any -> new HashSet<>()).add(from);
            }
        }
        Set<Thing> things = new HashSet<>();
        Deque<Thing> edge = new ArrayDeque<>();
        named().map(Thing::of).filter(things::add).forEach(edge::add);
        for (int step = 0; step < STEPS; step++) {
            Deque<Thing> next = new ArrayDeque<>();
            for (Thing each : edge) {
                for (Thing neighbour : neighbours.getOrDefault(each, Set.of())) {
                    if (things.size() < MOST_THINGS && things.add(neighbour)) {
                        next.add(neighbour);
                    }
                }
            }
            edge = next;
        }
        return things;
    }

    private Stream<Ref> named() {
        return Stream.of(
                        Stream.of(incident.getPivot()),
                        incident.getEvidenceList().stream().map(EvidenceRef::getSubject),
                        incident.getStoryList().stream().map(step -> step.getSubject()),
                        incident.getStoryList().stream()
                                .flatMap(step -> step.getPathList().stream())
                                .map(hop -> hop.getTo()))
                .flatMap(refs -> refs);
    }

    static Instant time(Timestamp at) {
        return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    }
}
