package dev.sentinel.correlator.patterns;

import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Problem;
import dev.sentinel.yaml.YamlText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Patterns that run together, in the order of their names. The fingerprint names the set: same content, same name. */
public record PatternSet(List<Pattern> patterns, String fingerprint) {

    /** Every event is looked at by the patterns that know its kind; more than this is no set that somebody keeps. */
    public static final int MOST_PATTERNS = 512;

    public PatternSet {
        patterns = List.copyOf(patterns);
    }

    /** What came of reading a set. One bad file makes the set bad: a pattern that is silently missing is worse. */
    public sealed interface Outcome {
        record Good(PatternSet set, List<Problem> warnings) implements Outcome {
            public Good {
                warnings = List.copyOf(warnings);
            }
        }

        record Bad(List<Problem> problems) implements Outcome {
            public Bad {
                problems = List.copyOf(problems);
            }
        }
    }

    /** The pattern of a name. */
    public Optional<Pattern> find(String name) {
        return patterns.stream().filter(pattern -> pattern.name().equals(name)).findFirst();
    }

    /** Compiles every condition that would wait for its first event. */
    public void prepare() {
        patterns.stream()
                .flatMap(Pattern::matches)
                .forEach(match -> match.condition().prepare());
    }

    /** Reads the files of a set, by name; tests ({@code NAME.tests.yaml}) are left to who runs them. */
    public static Outcome read(SortedMap<String, String> files) {
        return read(new PatternReader(), files);
    }

    /** The same with a reader that is there already, which saves the second that making one takes. */
    public static Outcome read(PatternReader reader, SortedMap<String, String> files) {
        var sources = new TreeMap<String, String>();
        files.forEach((file, text) -> {
            if (!file.endsWith(".tests.yaml") && !file.endsWith(".tests.yml")) {
                sources.put(file, text);
            }
        });
        if (sources.size() > MOST_PATTERNS) {
            return new Outcome.Bad(List.of(new Problem(
                    sources.firstKey(),
                    0,
                    "is one of %d patterns; a set has at most %d".formatted(sources.size(), MOST_PATTERNS))));
        }
        var gathering = new Gathering();
        sources.forEach((file, text) -> gathering.add(file, text, reader.read(file, text)));
        return gathering.finish();
    }

    private static final class Gathering {
        private record Source(String file, String text, Pattern pattern) {}

        private final SortedMap<String, Source> byName = new TreeMap<>();
        private final List<Problem> problems = new ArrayList<>();
        private final List<Problem> warnings = new ArrayList<>();

        void add(String file, String text, Reading reading) {
            switch (reading) {
                case Reading.Bad bad -> problems.addAll(bad.problems());
                case Reading.Good good -> {
                    warnings.addAll(good.warnings());
                    add(new Source(file, text, good.pattern()));
                }
            }
        }

        private void add(Source source) {
            var name = source.pattern().name();
            var first = byName.putIfAbsent(name, source);
            if (first != null) {
                problems.add(new Problem(
                        source.file(),
                        lineOf(source.text(), "pattern:", name),
                        "the pattern \"%s\" is in %s already; give one of them another name"
                                .formatted(name, first.file())));
            }
        }

        Outcome finish() {
            // A file that could not be read may hold the name that is missed, so names are checked in whole sets only.
            if (problems.isEmpty()) {
                byName.values().forEach(this::explained);
            }
            if (problems.isEmpty()) {
                circle();
            }
            if (!problems.isEmpty()) {
                return new Outcome.Bad(problems.stream().sorted().toList());
            }
            var patterns = byName.values().stream().map(Source::pattern).toList();
            var content = new TreeMap<String, String>();
            byName.forEach((name, source) -> content.put(name, YamlText.canonical(source.text())));
            return new Outcome.Good(
                    new PatternSet(patterns, fingerprint(content)),
                    warnings.stream().sorted(Comparator.naturalOrder()).toList());
        }

        private void explained(Source source) {
            for (var name : source.pattern().explains()) {
                if (!byName.containsKey(name)) {
                    problems.add(new Problem(
                            source.file(),
                            lineOf(source.text(), "explains:", name),
                            "explains: no pattern is called \"%s\"%s"
                                    .formatted(name, NearestWord.hint(name, byName.keySet()))));
                }
            }
        }

        /** Of two that explain each other, whichever was seen first would be the cause. */
        private void circle() {
            var sound = new HashSet<String>();
            for (var name : byName.keySet()) {
                var way = new LinkedHashSet<String>();
                var back = wayBack(name, way, sound);
                if (back.isPresent()) {
                    var circle = new ArrayList<>(way).subList(new ArrayList<>(way).indexOf(back.get()), way.size());
                    var last = Objects.requireNonNull(byName.get(circle.getLast()));
                    problems.add(new Problem(
                            last.file(),
                            lineOf(last.text(), "explains:", back.get()),
                            "explains: %s -> %s is a circle; one of them has to be the cause"
                                    .formatted(String.join(" -> ", circle), back.get())));
                    return;
                }
            }
        }

        /** The one on the way that is come to again. */
        private Optional<String> wayBack(String name, SequencedSet<String> way, Set<String> sound) {
            if (sound.contains(name)) {
                return Optional.empty();
            }
            if (!way.add(name)) {
                return Optional.of(name);
            }
            for (var explained :
                    Objects.requireNonNull(byName.get(name)).pattern().explains()) {
                var back = wayBack(explained, way, sound);
                if (back.isPresent()) {
                    return back;
                }
            }
            way.remove(name);
            sound.add(name);
            return Optional.empty();
        }

        /** The first line with the word, at or after the one that begins with the key. */
        private static int lineOf(String text, String key, String word) {
            var lines = text.lines().toList();
            var seen = false;
            for (int i = 0; i < lines.size(); i++) {
                seen |= lines.get(i).startsWith(key);
                if (seen && lines.get(i).contains(word)) {
                    return i + 1;
                }
            }
            return 0;
        }
    }

    /** File names, comments and the ways of writing the same value do not count; everything else does. */
    private static String fingerprint(Map<String, String> contentByName) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            contentByName.forEach(
                    (name, content) -> digest.update((name + "\n" + content + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256, this one does not", e);
        }
    }
}
