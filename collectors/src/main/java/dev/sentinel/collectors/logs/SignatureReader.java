package dev.sentinel.collectors.logs;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sentinel.collectors.rules.NearestWord;
import dev.sentinel.collectors.rules.Section;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads one signature out of its section and holds it against its own examples. */
final class SignatureReader {
    /** A shorter word is in every other line. */
    private static final int SHORTEST_WORD = 4;

    private static final List<String> SEVERITIES = List.of("info", "warning", "error", "critical");

    private final Section section;
    private final Set<String> filePrograms;
    private boolean sound = true;

    SignatureReader(Section section, Set<String> filePrograms) {
        this.section = section;
        this.filePrograms = filePrograms;
    }

    /** The signature; empty when it is not fit for use. Faults in examples are told too. */
    Optional<Signature> read() {
        String id = section.need("id");
        if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*") || id.length() > 128) {
            complain("id", "\"%s\" is not a name of small letters, digits and single hyphens".formatted(id));
        }
        section.text("why");
        Set<String> programs = section.has("programs") ? new LinkedHashSet<>(section.texts("programs")) : filePrograms;
        List<Signature.Check> checks = checks();
        Severity severity = severity();
        List<Signature.Thing> subjects = things("subject");
        Optional<List<Signature.Thing>> related =
                section.has("related") ? Optional.of(things("related")) : Optional.empty();
        Optional<Filling> filling = filling();
        List<Section> examples = section.sections("examples");
        if (examples.isEmpty()) {
            complain("examples", "a signature is tested by its examples; give at least one line it is for");
        }
        section.refuseOthers();
        if (!sound || filling.isEmpty()) {
            return Optional.empty();
        }
        Signature signature = new Signature(id, programs, checks, severity, subjects, related, filling.get());
        new Examples(signature).check(examples);
        return Optional.of(signature);
    }

    private List<Signature.Check> checks() {
        List<Signature.Check> checks = new ArrayList<>();
        Optional<Section> when = section.section("when");
        if (when.isEmpty()) {
            complain("when", "is missing: what a line must say");
            return checks;
        }
        for (String key : when.get().keys()) {
            checks.addAll(checks(when.get(), key));
        }
        if (checks.stream().noneMatch(SignatureReader::isSelective)) {
            complain(
                    "when",
                    "needs at least one \"is\", \"begins\" or \"has\" with a word of %d letters or more, so that other lines cost nothing"
                            .formatted(SHORTEST_WORD));
        }
        // What only catches comes last: by then the line is taken.
        checks.sort(
                Comparator.<Signature.Check, Boolean>comparing(check -> check.condition() instanceof Condition.Catch)
                        .thenComparing(check -> !check.condition().isCheap()));
        return checks;
    }

    private static boolean isSelective(Signature.Check check) {
        List<String> words = switch (check.condition()) {
            case Condition.Is is -> check.key().equals("level") ? List.of() : is.words();
            case Condition.Begins begins -> begins.words();
            case Condition.Has has -> has.words();
            case Condition.Lacks lacks -> List.of();
            case Condition.Like like -> List.of();
            case Condition.Catch optional -> List.of();
        };
        return !words.isEmpty() && words.stream().allMatch(word -> word.length() >= SHORTEST_WORD);
    }

    private List<Signature.Check> checks(Section when, String key) {
        if (!when.isSection(key)) {
            return List.of(new Signature.Check(key, new Condition.Is(words(when, key))));
        }
        Section tests = when.section(key).orElseThrow();
        List<Signature.Check> checks = new ArrayList<>();
        if (tests.has("is")) {
            checks.add(new Signature.Check(key, new Condition.Is(words(tests, "is"))));
        }
        if (tests.has("begins")) {
            checks.add(new Signature.Check(key, new Condition.Begins(words(tests, "begins"))));
        }
        if (tests.has("has")) {
            checks.add(new Signature.Check(key, new Condition.Has(words(tests, "has"))));
        }
        if (tests.has("lacks")) {
            checks.add(new Signature.Check(key, new Condition.Lacks(words(tests, "lacks"))));
        }
        tests.text("like")
                .flatMap(text -> pattern(tests, "like", text))
                .ifPresent(pattern -> checks.add(new Signature.Check(key, new Condition.Like(pattern))));
        List<Pattern> patterns = tests.texts("catch").stream()
                .flatMap(text -> pattern(tests, "catch", text).stream())
                .toList();
        if (!patterns.isEmpty()) {
            checks.add(new Signature.Check(key, new Condition.Catch(patterns)));
        }
        tests.refuseOthers();
        return checks;
    }

    private List<String> words(Section tests, String key) {
        List<String> words = tests.texts(key);
        if (words.isEmpty() || words.contains("")) {
            tests.complain(key, "an empty word is in every line");
            sound = false;
        }
        return words;
    }

    private Optional<Pattern> pattern(Section tests, String key, String text) {
        try {
            return Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException wrong) {
            tests.complain(
                    key,
                    "not a regular expression (RE2, without look-around and back references): " + wrong.getMessage());
            sound = false;
            return Optional.empty();
        }
    }

    private Severity severity() {
        String word = section.need("severity");
        if (!SEVERITIES.contains(word)) {
            complain("severity", "\"%s\" is none%s".formatted(word, NearestWord.hint(word, SEVERITIES)));
            return Severity.SEVERITY_INFO;
        }
        return Severity.valueOf("SEVERITY_" + word.toUpperCase(Locale.ROOT));
    }

    private List<Signature.Thing> things(String key) {
        List<Signature.Thing> things = new ArrayList<>();
        for (String text : section.texts(key)) {
            String[] parts = text.split("/", -1);
            if (parts.length < 2 || parts.length > 3 || !parts[0].matches("[a-z][a-z_]*(\\.[a-z_]+)+")) {
                complain(key, "\"%s\" is no thing; write kind/name or kind/namespace/name".formatted(text));
                continue;
            }
            things.add(new Signature.Thing(
                    parts[0],
                    parts.length == 3 ? Optional.of(template(key, parts[1])) : Optional.empty(),
                    template(key, parts[parts.length - 1])));
        }
        return things;
    }

    private Template template(String key, String text) {
        return Template.parse(text, what -> complain(key, what));
    }

    private Optional<Filling> filling() {
        String kind = section.need("becomes");
        Optional<FieldDescriptor> detail = Kinds.field(kind);
        Optional<Section> fact = section.section("fact");
        if (detail.isEmpty()) {
            complain(
                    "becomes",
                    "there is no fact of the kind \"%s\"%s".formatted(kind, NearestWord.hint(kind, Kinds.all())));
            return Optional.empty();
        }
        var empty = Event.newBuilder().newBuilderForField(detail.get()).build();
        FillingReader reader = new FillingReader(empty);
        Filling filling = reader.read(section, fact);
        sound &= reader.isSound();
        return Optional.of(filling);
    }

    private void complain(String key, String what) {
        section.complain(key, what);
        sound = false;
    }
}
