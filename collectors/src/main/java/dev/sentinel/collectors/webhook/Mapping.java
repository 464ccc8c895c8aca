package dev.sentinel.collectors.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How bodies of one kind become events.
 *
 * @param when what a body must say for this mapping to be for it; a condition without words wants anything to be there
 * @param each the list whose items become an event each
 * @param occurredAt when it happened, by the body's word
 */
record Mapping(
        String id,
        List<Condition> when,
        Optional<Place> each,
        Optional<Place> occurredAt,
        Table severity,
        Thing subject,
        List<Thing> related,
        Fact fact) {

    /** One thing: a fixed kind, and a name out of the body. */
    record Thing(String kind, Text namespace, Text name) {}

    /** What stands at a place; the words are in small letters. */
    record Condition(Place place, Set<String> words) {
        Condition {
            words = Set.copyOf(words);
        }

        boolean holds(Found found) {
            JsonNode node = place.in(found);
            if (words.isEmpty()) {
                return !node.isMissingNode() && !node.isNull();
            }
            return Text.scalar(node)
                    .filter(text -> words.contains(text.toLowerCase(Locale.ROOT)))
                    .isPresent();
        }
    }

    /** What the event says. */
    sealed interface Fact {
        /** A fact of the user's own. */
        record OwnFact(String name, Map<String, Text> fields) implements Fact {
            public OwnFact {
                fields = Map.copyOf(fields);
            }
        }

        /** An alert of some other alerting system, by the fields that Alertmanager's webhook has. */
        record AlertFact(
                Text name,
                Table status,
                Map<String, Text> texts,
                Map<String, Text> labels,
                Map<String, Text> annotations)
                implements Fact {
            /** How the fields are called here, and there. */
            static final Map<String, String> TEXTS = Map.of(
                    "fingerprint", "fingerprint",
                    "starts_at", "startsAt",
                    "ends_at", "endsAt",
                    "generator_url", "generatorURL",
                    "dashboard_url", "dashboardURL",
                    "silence_url", "silenceURL");

            public AlertFact {
                texts = Map.copyOf(texts);
                labels = Map.copyOf(labels);
                annotations = Map.copyOf(annotations);
            }

            /** The alert as Alertmanager would write it, so that there is one way to read alerts. */
            ObjectNode written(Found found, String alertName, String firing, String severity) {
                ObjectNode alert = JsonNodeFactory.instance.objectNode();
                alert.put("status", firing);
                texts.forEach((ours, text) -> text.tried(found)
                        .map(value -> value(ours, value))
                        .ifPresent(value -> alert.put(theirs(ours), value)));
                ObjectNode all = alert.putObject("labels");
                labels.forEach((key, text) -> text.tried(found).ifPresent(value -> all.put(key, value)));
                if (!all.has("severity")) {
                    all.put("severity", severity);
                }
                all.put("alertname", alertName);
                ObjectNode notes = alert.putObject("annotations");
                annotations.forEach((key, text) -> text.tried(found).ifPresent(value -> notes.put(key, value)));
                return alert;
            }

            /** Times may be written in other ways than Alertmanager's. */
            private static String value(String ours, String text) {
                return ours.endsWith("_at")
                        ? Moment.of(text).map(Instant::toString).orElse(text)
                        : text;
            }

            private static String theirs(String ours) {
                return TEXTS.getOrDefault(ours, ours);
            }
        }
    }

    Mapping {
        when = List.copyOf(when);
        related = List.copyOf(related);
    }

    boolean isFor(JsonNode body) {
        Found found = new Found(body, body);
        return when.stream().allMatch(condition -> condition.holds(found));
    }
}
