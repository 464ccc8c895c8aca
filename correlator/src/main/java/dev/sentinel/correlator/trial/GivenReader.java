package dev.sentinel.correlator.trial;

import dev.sentinel.proto.EventIds;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads one entry of {@code given}: an event, or several alike. */
final class GivenReader {
    static final SortedMap<String, Severity> SEVERITIES = new TreeMap<>(Map.of(
            "info", Severity.SEVERITY_INFO,
            "warning", Severity.SEVERITY_WARNING,
            "error", Severity.SEVERITY_ERROR,
            "critical", Severity.SEVERITY_CRITICAL));

    private static final int MOST = 10_000;
    private static final Duration PROMPT = Duration.ofSeconds(1);

    private final String cluster;
    private final Complaints complaints;

    GivenReader(String cluster, Complaints complaints) {
        this.cluster = cluster;
        this.complaints = complaints;
    }

    List<PatternTest.Given> read(Entry entry) {
        entry.need("at");
        var at = entry.span("at").orElse(Duration.ZERO);
        var late = entry.span("accepted_after").orElse(PROMPT);
        var kind = entry.need("kind");
        if (!kind.isEmpty() && Kinds.field(kind).isEmpty()) {
            entry.complain("kind", "no event has the kind \"%s\"%s".formatted(kind, Nearest.hint(kind, Kinds.all())));
        }
        entry.need("subject");
        var severity = entry.word("severity", SEVERITIES).orElse(Severity.SEVERITY_WARNING);
        var source = source(entry, kind);
        var repeat = repeat(entry);
        var given = new ArrayList<PatternTest.Given>();
        for (int n = 1; n <= repeat.times(); n++) {
            // A mistake is told once, not for each repetition.
            var told = n == 1 ? complaints : new Complaints("");
            var event = one(entry, told, kind, String.valueOf(n))
                    .setSeverity(severity)
                    .setSource(source);
            given.add(given(event, at.plus(repeat.every().multipliedBy(n - 1L)), late));
        }
        entry.refuseOthers();
        return given;
    }

    private record Repeat(int times, Duration every) {}

    private Repeat repeat(Entry entry) {
        var tree = entry.tree("repeat");
        if (tree.isEmpty()) {
            return new Repeat(1, Duration.ZERO);
        }
        if (!(tree.get() instanceof Tree.Fields fields)) {
            entry.complain("repeat", "write {times: 5, every: 15s}");
            return new Repeat(1, Duration.ZERO);
        }
        var repeat = new Entry(fields, complaints);
        repeat.need("times");
        var read = new Repeat(
                repeat.count("times", 1, MOST).orElse(1), repeat.span("every").orElse(Duration.ZERO));
        repeat.refuseOthers();
        return read;
    }

    private Source source(Entry entry, String kind) {
        var text = entry.text("source").orElse(kind.split("\\.", 2)[0] + "/test");
        var parts = text.split("/", 2);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            entry.complain("source", "\"%s\" is not collector/instance, like longhorn/agent-1".formatted(text));
            return Source.getDefaultInstance();
        }
        return Source.newBuilder().setCollector(parts[0]).setInstance(parts[1]).build();
    }

    /** {@code {n}} in names and texts is the number of the repetition. */
    private Event.Builder one(Entry entry, Complaints told, String kind, String n) {
        var event = Event.newBuilder().setCluster(cluster);
        entry.text("subject")
                .flatMap(text -> thing(text.replace("{n}", n), entry.line(), told))
                .ifPresent(event::setSubject);
        for (var related : entry.texts("related")) {
            thing(related.value().replace("{n}", n), related.line(), told).ifPresent(event::addRelated);
        }
        var fact = entry.tree("fact");
        Kinds.field(kind).ifPresent(field -> {
            var detail = event.newBuilderForField(field);
            if (fact.isPresent() && fact.get() instanceof Tree.Fields fields) {
                new Facts(told, text -> text.replace("{n}", n)).fill(detail, fields);
            } else if (fact.isPresent()) {
                told.at(fact.get().line(), "fact: must hold the fields of " + kind);
            }
            event.setField(field, detail.build());
        });
        return event;
    }

    private static Optional<Ref> thing(String text, int line, Complaints told) {
        var thing = Refs.parse(text);
        if (thing.isEmpty()) {
            told.at(line, "\"%s\" is no thing; %s".formatted(text, Refs.SHAPE));
        }
        return thing;
    }

    private static PatternTest.Given given(Event.Builder event, Duration after, Duration late) {
        var at = PatternTest.START.plus(after);
        event.setOccurredAt(Moments.of(at)).setObservedAt(Moments.of(at));
        return new PatternTest.Given(event.setId(EventIds.of(event.build())).build(), at, late);
    }
}
