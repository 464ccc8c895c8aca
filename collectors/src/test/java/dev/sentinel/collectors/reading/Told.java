package dev.sentinel.collectors.reading;

import com.google.protobuf.Message;
import dev.sentinel.proto.Contract;
import dev.sentinel.proto.EventIds;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Events as a test reads them, each checked against the contract on the way. */
public final class Told {
    private static final Contract CONTRACT = new Contract();

    private Told() {}

    /** One line for each event that is no edge: kind, severity, subject, and the fact. */
    public static List<String> facts(List<Event> events) {
        return events.stream()
                .filter(event -> !event.hasTopology())
                .map(Told::line)
                .toList();
    }

    /** One line for each edge, an ended one with a mark. */
    public static List<String> edges(List<Event> events) {
        List<String> edges = new ArrayList<>();
        for (Event event : events) {
            check(event);
            event.getTopology().getEdgesList().forEach(edge -> edges.add(edge(edge)));
        }
        return edges;
    }

    /** Nothing is wrong with them: not by the contract, and not by the rules for ids. */
    public static void check(Event event) {
        var problems = CONTRACT.problems(event);
        if (!problems.isEmpty() || !EventIds.isValid(event.getId())) {
            throw new AssertionError(problems + " in " + event);
        }
    }

    private static String line(Event event) {
        check(event);
        String severity =
                event.getSeverity().name().substring("SEVERITY_".length()).toLowerCase(Locale.ROOT);
        Message detail = (Message) event.getField(Kinds.field(Kinds.of(event)).orElseThrow());
        String related = event.getRelatedList().stream().map(Told::ref).toList().toString();
        return "%s %s %s %s %s"
                .formatted(
                        Kinds.of(event),
                        severity,
                        ref(event.getSubject()),
                        related,
                        detail.toString().replaceAll("\\s+", " ").strip());
    }

    private static String edge(Edge edge) {
        String verb = edge.getKind().name().substring("EDGE_KIND_".length()).toLowerCase(Locale.ROOT);
        String end = edge.hasValidUntil() ? " ended" : "";
        return "%s -%s-> %s%s".formatted(ref(edge.getFrom()), verb, ref(edge.getTo()), end);
    }

    private static String ref(Ref ref) {
        String place = ref.getNamespace().isEmpty() ? "" : ref.getNamespace() + "/";
        return ref.getKind() + "/" + place + ref.getName();
    }
}
