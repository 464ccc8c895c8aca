package dev.sentinel.collectors.webhook;

import dev.sentinel.collectors.rules.NearestWord;
import dev.sentinel.collectors.rules.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one mapping out of its section and holds it against its own examples. */
final class MappingReader {
    private static final int MOST_FIELDS = 64;
    private static final int MOST_LABELS = 128;
    private static final int MOST_RELATED = 64;
    private static final int LONGEST_KEY = 128;
    private static final List<String> SEVERITIES = List.of("info", "warning", "error", "critical");
    private static final List<String> STATUSES = List.of("firing", "resolved");

    private final Section section;
    private boolean sound = true;

    MappingReader(Section section) {
        this.section = section;
    }

    /** The mapping; empty when it is not fit for use. Faults in examples are told too. */
    Optional<Mapping> read() {
        String id = section.need("id");
        if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*") || id.length() > LONGEST_KEY) {
            complain("id", "\"%s\" is not a name of small letters, digits and single hyphens".formatted(id));
        }
        section.text("why");
        List<Mapping.Condition> when = when();
        Optional<Place> each = place("each");
        Optional<Place> occurredAt = place("occurred_at");
        if (!section.has("severity")) {
            complain("severity", "is missing: one of %s, or a table".formatted(SEVERITIES));
        }
        Table severity = table(section, "severity", SEVERITIES);
        List<Mapping.Thing> subject = things("subject");
        if (subject.size() != 1) {
            complain("subject", "must name one thing: kind/name or kind/namespace/name");
        }
        List<Mapping.Thing> related = things("related");
        if (related.size() > MOST_RELATED) {
            complain("related", "%d things; at most %d".formatted(related.size(), MOST_RELATED));
        }
        Optional<Mapping.Fact> fact = fact();
        List<Section> examples = section.sections("examples");
        section.refuseOthers();
        if (!sound || fact.isEmpty()) {
            return Optional.empty();
        }
        Mapping mapping = new Mapping(id, when, each, occurredAt, severity, subject.getFirst(), related, fact.get());
        new MappingExamples(mapping).check(examples);
        return Optional.of(mapping);
    }

    private List<Mapping.Condition> when() {
        List<Mapping.Condition> conditions = new ArrayList<>();
        Optional<Section> when = section.section("when");
        if (when.isEmpty() || when.get().keys().isEmpty()) {
            complain(
                    "when",
                    "is missing: what a body must say to be meant, as {path: word}; {path: \"*\"} wants it to be there");
            return conditions;
        }
        for (String key : when.get().keys()) {
            Set<String> words = new LinkedHashSet<>();
            when.get().texts(key).forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
            if (words.isEmpty()) {
                complain(when.get(), key, "must be a word, or a list of words; \"*\" for any");
            }
            Place place = Place.parse(key, wrong -> complain(when.get(), key, wrong));
            conditions.add(new Mapping.Condition(place, words.contains("*") ? Set.of() : words));
        }
        return conditions;
    }

    private Optional<Place> place(String key) {
        return section.text(key).map(text -> Place.parse(text, wrong -> complain(key, wrong)));
    }

    /** One word, a text with places, or a section with {@code of} and a row for each word of theirs. */
    private Table table(Section from, String key, List<String> words) {
        if (!from.isSection(key)) {
            String word = from.text(key).orElse("");
            Text text = text(from, key, word);
            if (text.isFixed() && from.has(key)) {
                known(from, key, word, words);
            }
            return new Table(text, Map.of(), Optional.empty());
        }
        Section table = from.section(key).orElseThrow();
        Map<String, String> rows = new LinkedHashMap<>();
        Text of = text(table, "of", "{" + table.need("of") + "}");
        Optional<String> otherwise = table.text("else");
        otherwise.ifPresent(word -> known(table, "else", word, words));
        for (String theirs : table.keys()) {
            if (!theirs.equals("of") && !theirs.equals("else")) {
                String ours = table.text(theirs).orElse("");
                known(table, theirs, ours, words);
                rows.put(theirs.toLowerCase(Locale.ROOT), ours);
            }
        }
        return new Table(of, rows, otherwise);
    }

    private void known(Section from, String key, String word, List<String> words) {
        if (!words.contains(word)) {
            complain(from, key, "\"%s\" is none%s".formatted(word, NearestWord.hint(word, words)));
        }
    }

    private List<Mapping.Thing> things(String key) {
        List<Mapping.Thing> things = new ArrayList<>();
        for (String written : section.texts(key)) {
            String[] parts = written.split("/", -1);
            boolean kind = parts[0].matches("[a-z][a-z_]*(\\.[a-z_]+)+") && parts[0].length() <= LONGEST_KEY;
            if (parts.length < 2 || parts.length > 3 || !kind || parts[parts.length - 1].isBlank()) {
                complain(key, "\"%s\" is no thing; write kind/name or kind/namespace/name".formatted(written));
                continue;
            }
            Text namespace = text(section, key, parts.length == 3 ? parts[1] : "");
            things.add(new Mapping.Thing(parts[0], namespace, text(section, key, parts[parts.length - 1])));
        }
        return things;
    }

    private Optional<Mapping.Fact> fact() {
        boolean custom = section.has("custom");
        boolean alert = section.has("alert");
        if (custom == alert) {
            complain(custom ? "alert" : "custom", "a mapping makes either a \"custom\" fact or an \"alert\"");
            return Optional.empty();
        }
        return custom
                ? section.section("custom").map(this::custom)
                : section.section("alert").map(this::alert);
    }

    private Mapping.Fact custom(Section from) {
        String name = from.need("name");
        if (!name.matches("[a-z][a-z0-9_]*(\\.[a-z0-9_]+){0,7}") || name.length() > LONGEST_KEY) {
            complain(
                    from,
                    "name",
                    "\"%s\" is not a dotted name of small letters, as array.volume_offline".formatted(name));
        }
        Map<String, Text> fields = texts(from, "fields", MOST_FIELDS);
        from.refuseOthers();
        return new Mapping.Fact.OwnFact(name, fields);
    }

    private Mapping.Fact alert(Section from) {
        Text name = text(from, "name", from.need("name"));
        if (!from.has("status")) {
            complain(from, "status", "is missing: firing or resolved, or a table");
        }
        Table status = table(from, "status", STATUSES);
        Map<String, Text> texts = new LinkedHashMap<>();
        for (String key : Mapping.Fact.AlertFact.TEXTS.keySet()) {
            from.text(key).ifPresent(text -> texts.put(key, text(from, key, text)));
        }
        Map<String, Text> labels = texts(from, "labels", MOST_LABELS);
        Map<String, Text> annotations = texts(from, "annotations", MOST_FIELDS);
        from.refuseOthers();
        return new Mapping.Fact.AlertFact(name, status, texts, labels, annotations);
    }

    private Map<String, Text> texts(Section from, String key, int most) {
        Map<String, Text> texts = new LinkedHashMap<>();
        from.section(key).ifPresent(section -> {
            for (String name : section.keys()) {
                if (name.isEmpty() || name.length() > LONGEST_KEY) {
                    complain(section, name, "a name here has 1 to %d characters".formatted(LONGEST_KEY));
                }
                texts.put(name, text(section, name, section.text(name).orElse("")));
            }
        });
        if (texts.size() > most) {
            complain(from, key, "%d of them; at most %d".formatted(texts.size(), most));
        }
        return texts;
    }

    private Text text(Section from, String key, String text) {
        return Text.parse(text, wrong -> complain(from, key, wrong));
    }

    private void complain(String key, String what) {
        complain(section, key, what);
    }

    private void complain(Section from, String key, String what) {
        from.complain(key, what);
        sound = false;
    }
}
