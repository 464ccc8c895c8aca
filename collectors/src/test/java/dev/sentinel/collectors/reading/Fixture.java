package dev.sentinel.collectors.reading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.v1.Event;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A recorded story: resources as they change, and what each look must tell. A step's {@code read} is a whole resource or,
 * when one of its kind and name came before, what is different; {@code becomes} and {@code edges} hold the beginnings of what is told, the
 * parts after a bar anywhere in it.
 */
public final class Fixture {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    /** What a step has besides what is read, whose key says how it is read. */
    private static final List<String> WORDS = List.of("at", "becomes", "edges");

    private final String name;
    private final JsonNode steps;

    private Fixture(String name, JsonNode steps) {
        this.name = name;
        this.steps = steps;
    }

    /** A step: what is read, and when. */
    public record Step(Instant at, String action, JsonNode read) {}

    public static Fixture of(String name) {
        try (InputStream in = Fixture.class.getResourceAsStream("/dev/sentinel/collectors/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + name);
            }
            return new Fixture(name, JSON.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** All resources of it, as they are after each step. */
    public List<Step> steps() {
        List<Step> all = new ArrayList<>();
        Map<String, JsonNode> known = new HashMap<>();
        for (JsonNode step : steps) {
            Instant at = Instant.parse(step.get("at").asText());
            step.properties().stream()
                    .filter(field -> !WORDS.contains(field.getKey()))
                    .forEach(field -> all.add(new Step(at, field.getKey(), whole(field.getValue(), known))));
        }
        return all;
    }

    /** Plays it, and says in which step something else was told than expected. */
    public List<String> differences(Function<Step, List<Event>> reading) {
        List<String> differences = new ArrayList<>();
        List<Step> all = steps();
        for (int i = 0; i < all.size(); i++) {
            List<Event> events = reading.apply(all.get(i));
            String place = "%s, step %d at %s".formatted(name, i + 1, all.get(i).at());
            List<String> facts = Told.facts(events);
            List<String> wanted = texts(steps.get(i).path("becomes"));
            boolean same = facts.size() == wanted.size();
            for (int j = 0; same && j < wanted.size(); j++) {
                same = matches(facts.get(j), wanted.get(j));
            }
            if (!same) {
                differences.add("%s: wanted %s, told %s"
                        .formatted(place, String.join("\n   ", wanted), "\n   " + String.join("\n   ", facts)));
            }
            List<String> edges = Told.edges(events);
            for (String edge : texts(steps.get(i).path("edges"))) {
                if (!edges.contains(edge)) {
                    differences.add("%s: wanted edge %s, told %s".formatted(place, edge, edges));
                }
            }
        }
        return differences;
    }

    private static boolean matches(String told, String wanted) {
        String[] parts = wanted.split(" \\| ", -1);
        for (String part : parts) {
            if (!told.contains(part)) {
                return false;
            }
        }
        return told.startsWith(parts[0]);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static JsonNode whole(JsonNode part, Map<String, JsonNode> known) {
        // events have no name here; each is whole
        if (part.path("metadata").path("name").asText().isEmpty()) {
            return part;
        }
        String key = part.path("kind").asText() + "/"
                + part.path("metadata").path("name").asText();
        JsonNode whole = known.containsKey(key) ? merged(known.get(key), part) : part;
        known.put(key, whole);
        return whole;
    }

    /** As a merge patch does it: null removes. */
    private static JsonNode merged(JsonNode old, JsonNode change) {
        if (!old.isObject() || !change.isObject()) {
            return change;
        }
        ObjectNode result = old.deepCopy();
        change.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                result.remove(field.getKey());
            } else {
                result.set(field.getKey(), merged(old.path(field.getKey()), field.getValue()));
            }
        });
        return result;
    }
}
