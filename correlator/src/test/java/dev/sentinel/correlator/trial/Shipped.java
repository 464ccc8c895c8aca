package dev.sentinel.correlator.trial;

import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.correlator.patterns.PatternSet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The patterns as they ship, and by the names of their files their tests. */
record Shipped(List<Pattern> patterns, SortedMap<String, TestFile> tests) {
    private static final String FOLDER = "/dev/sentinel/correlator/patterns/";

    static Shipped read() throws IOException {
        var texts = new TreeMap<String, String>();
        for (var name : text("list").lines().toList()) {
            texts.put(name, text(name));
        }
        var patterns = switch (PatternSet.read(texts)) {
            case PatternSet.Outcome.Good good -> good.set().patterns();
            case PatternSet.Outcome.Bad bad -> throw new AssertionError(bad.problems());
        };
        var reader = new TestReader(patterns);
        var files = new TreeMap<String, TestFile>();
        for (var name : texts.keySet()) {
            var tests = name.replace(".yaml", ".tests.yaml");
            switch (reader.read(tests, text(tests))) {
                case TestReading.Good good -> files.put(name, good.file());
                case TestReading.Bad bad -> throw new AssertionError(bad.problems());
            }
        }
        return new Shipped(patterns, files);
    }

    private static String text(String name) throws IOException {
        // Fixtures of other tests have the same names, so the files are taken from the folder in which the list is.
        var list = Objects.requireNonNull(PatternSet.class.getResource(FOLDER + "list"));
        return Files.readString(Path.of(URI.create(list.toString())).resolveSibling(name));
    }
}
