package dev.sentinel.correlator.trial;

import com.google.protobuf.Timestamp;
import dev.sentinel.proto.EventIds;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Source;
import dev.sentinel.v1.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Topology as tests write it: {@code kubernetes.pod/a/p -uses-> kubernetes.persistent_volume_claim/a/c @10m}. */
final class Chains {
    private static final Pattern ARROW = Pattern.compile("\\s+(?:-([a-z_]+)->|<-([a-z_]+)-)\\s+");
    private static final Pattern LEARNED = Pattern.compile("^(.*\\S)\\s+@(\\S+)$");
    // What a test calls known from the beginning has been so for as long as any pattern looks back.
    private static final Duration LONG_AGO = Duration.ofDays(30);
    private static final SortedMap<String, EdgeKind> EDGES = edges();

    private final String cluster;
    private final Complaints complaints;

    Chains(String cluster, Complaints complaints) {
        this.cluster = cluster;
        this.complaints = complaints;
    }

    /** The edges of one chain as one event. */
    Optional<PatternTest.Given> read(Tree.Text chain) {
        var learned = LEARNED.matcher(chain.value());
        var late = learned.matches();
        var after = late ? Entry.span(learned.group(2), true) : Optional.of(Duration.ZERO);
        if (after.isEmpty()) {
            complaints.at(
                    chain.line(),
                    "@%s is not a time after the beginning; write one like @10m".formatted(learned.group(2)));
            return Optional.empty();
        }
        var at = PatternTest.START.plus(after.get());
        var edges = edges(chain.line(), late ? learned.group(1) : chain.value(), late ? at : at.minus(LONG_AGO));
        return edges.isEmpty()
                ? Optional.empty()
                : Optional.of(new PatternTest.Given(event(edges, at), at, Duration.ZERO));
    }

    private List<Edge> edges(int line, String text, Instant since) {
        var edges = new ArrayList<Edge>();
        var arrows = ARROW.matcher(text);
        var begin = 0;
        var open = Optional.<Edge.Builder>empty();
        while (arrows.find()) {
            var thing = thing(line, text.substring(begin, arrows.start()));
            finish(open, thing, edges);
            open = thing.flatMap(from -> begun(
                    line, Optional.ofNullable(arrows.group(1)), Optional.ofNullable(arrows.group(2)), from, since));
            if (open.isEmpty()) {
                return List.of();
            }
            begin = arrows.end();
        }
        if (open.isEmpty()) {
            complaints.at(line, "a chain needs an arrow, like kubernetes.pod/a/p -runs_on-> kubernetes.node/n");
            return List.of();
        }
        var last = thing(line, text.substring(begin));
        finish(open, last, edges);
        return last.isPresent() ? edges : List.of();
    }

    private Optional<Ref> thing(int line, String text) {
        var thing = Refs.parse(text.strip());
        if (thing.isEmpty()) {
            complaints.at(line, "\"%s\" is no thing; %s".formatted(text.strip(), Refs.SHAPE));
        }
        return thing;
    }

    private Optional<Edge.Builder> begun(
            int line, Optional<String> forward, Optional<String> back, Ref from, Instant since) {
        var word = forward.or(() -> back).orElse("");
        if (!EDGES.containsKey(word)) {
            complaints.at(line, "no edge is called \"%s\"%s".formatted(word, Nearest.hint(word, EDGES.keySet())));
            return Optional.empty();
        }
        var edge = Edge.newBuilder().setKind(EDGES.get(word)).setValidFrom(Moments.of(since));
        return Optional.of(forward.isPresent() ? edge.setFrom(from) : edge.setTo(from));
    }

    private static void finish(Optional<Edge.Builder> open, Optional<Ref> reached, List<Edge> edges) {
        open.flatMap(edge -> reached.map(thing -> edge.hasFrom() ? edge.setTo(thing) : edge.setFrom(thing)))
                .ifPresent(edge -> edges.add(edge.build()));
    }

    private Event event(List<Edge> edges, Instant at) {
        Timestamp time = Moments.of(at);
        var event = Event.newBuilder()
                .setCluster(cluster)
                .setSource(Source.newBuilder().setCollector("kubernetes").setInstance("test"))
                .setOccurredAt(time)
                .setObservedAt(time)
                .setSeverity(Severity.SEVERITY_INFO)
                .setSubject(edges.getFirst().getFrom())
                .setTopology(Topology.newBuilder().addAllEdges(edges).setScope("test"))
                .build();
        return event.toBuilder().setId(EventIds.of(event)).build();
    }

    private static SortedMap<String, EdgeKind> edges() {
        var edges = new TreeMap<String, EdgeKind>();
        for (var kind : EdgeKind.values()) {
            if (kind != EdgeKind.EDGE_KIND_UNSPECIFIED && kind != EdgeKind.UNRECOGNIZED) {
                edges.put(kind.name().substring("EDGE_KIND_".length()).toLowerCase(Locale.ROOT), kind);
            }
        }
        return edges;
    }
}
