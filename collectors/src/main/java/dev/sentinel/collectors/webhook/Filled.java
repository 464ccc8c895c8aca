package dev.sentinel.collectors.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Fills a mapping from items of bodies. */
record Filled(Facts facts, Mapping mapping) {
    private static final int LONGEST_NAME = 253;

    /** What an item is worth. */
    sealed interface Result {
        record Own(Event event) implements Result {}

        record Alerting(Store store, JsonNode alert) implements Result {}

        record Lacking(String why) implements Result {}
    }

    /** Something that the mapping needs and the item does not have. */
    private static final class Missing extends Exception {
        private static final long serialVersionUID = 1L;

        Missing(String why) {
            super(why, null, false, false);
        }
    }

    Result of(Found found, Instant now) {
        try {
            return filled(found, now);
        } catch (Missing missing) {
            return new Result.Lacking(String.valueOf(missing.getMessage()));
        }
    }

    private Result filled(Found found, Instant now) throws Missing {
        Ref subject = subject(found);
        List<Ref> related = related(found);
        Severity severity = severity(found);
        Optional<Instant> at = mapping.occurredAt()
                .flatMap(place -> Text.scalar(place.in(found)))
                .flatMap(Moment::of);
        return switch (mapping.fact()) {
            case Mapping.Fact.OwnFact own -> {
                Custom.Builder fact = Custom.newBuilder().setName(own.name());
                own.fields().forEach((key, text) -> text.tried(found).ifPresent(value -> fact.putFields(key, value)));
                yield new Result.Own(facts.event(Seen.at(at, now), severity, subject, related, fact.build()));
            }
            case Mapping.Fact.AlertFact alert ->
                new Result.Alerting(new Store(subject, related), alert(alert, found, severity, at));
        };
    }

    private ObjectNode alert(Mapping.Fact.AlertFact alert, Found found, Severity severity, Optional<Instant> at)
            throws Missing {
        String status = alert.status().word(found).orElse("");
        if (!status.equals("firing") && !status.equals("resolved")) {
            throw new Missing("status: \"%s\" is neither firing nor resolved".formatted(Words.shown(status, 64)));
        }
        String word = severity.name().substring("SEVERITY_".length()).toLowerCase(Locale.ROOT);
        ObjectNode written = alert.written(found, needed("name", alert.name(), found), status, word);
        String time = status.equals("firing") ? "startsAt" : "endsAt";
        if (!written.has(time)) {
            at.ifPresent(instant -> written.put(time, instant.toString()));
        }
        return written;
    }

    private Ref subject(Found found) throws Missing {
        Mapping.Thing thing = mapping.subject();
        return Refs.of(
                thing.kind(),
                needed("subject", thing.namespace(), found, true),
                needed("subject", thing.name(), found));
    }

    /** A thing that is not named is not related. */
    private List<Ref> related(Found found) {
        List<Ref> related = new ArrayList<>();
        for (Mapping.Thing thing : mapping.related()) {
            Optional<String> namespace = thing.namespace().parts().isEmpty()
                    ? Optional.of("")
                    : thing.namespace().tried(found);
            thing.name()
                    .tried(found)
                    .filter(name -> namespace.isPresent())
                    .ifPresent(name -> related.add(Refs.of(thing.kind(), namespace.orElse(""), name)));
        }
        return related;
    }

    private Severity severity(Found found) throws Missing {
        String word = mapping.severity().word(found).orElse("");
        return switch (word) {
            case "info" -> Severity.SEVERITY_INFO;
            case "warning" -> Severity.SEVERITY_WARNING;
            case "error" -> Severity.SEVERITY_ERROR;
            case "critical" -> Severity.SEVERITY_CRITICAL;
            default ->
                throw new Missing("severity: \"%s\" is none; give it a row in the table, or an \"else\""
                        .formatted(Words.shown(word, 64)));
        };
    }

    private static String needed(String what, Text text, Found found) throws Missing {
        return needed(what, text, found, false);
    }

    private static String needed(String what, Text text, Found found, boolean mayBeEmpty) throws Missing {
        return switch (text.fill(found)) {
            case Text.Filled.Lacks lacks -> throw new Missing("%s: nothing at \"%s\"".formatted(what, lacks.path()));
            case Text.Filled.Whole whole -> {
                if (whole.text().isBlank() && !mayBeEmpty) {
                    throw new Missing(what + ": is empty");
                }
                yield Words.shown(whole.text(), LONGEST_NAME - 3);
            }
        };
    }
}
