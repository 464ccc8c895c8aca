package dev.sentinel.correlator.trial;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ShippedPatternsTest {
    private static final String FOLDER = "/dev/sentinel/correlator/patterns/";
    private static final int LEAST_TESTS = 5;

    private static List<Pattern> patterns = List.of();
    private static final SortedMap<String, TestFile> TESTS = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        var texts = new TreeMap<String, String>();
        for (var name : text("list").lines().toList()) {
            texts.put(name, text(name));
        }
        patterns = switch (PatternSet.read(texts)) {
            case PatternSet.Outcome.Good good -> good.set().patterns();
            case PatternSet.Outcome.Bad bad -> throw new AssertionError(bad.problems());
        };
        var reader = new TestReader(patterns);
        for (var name : texts.keySet()) {
            var tests = name.replace(".yaml", ".tests.yaml");
            switch (reader.read(tests, text(tests))) {
                case TestReading.Good good -> TESTS.put(name, good.file());
                case TestReading.Bad bad -> throw new AssertionError(bad.problems());
            }
        }
    }

    private static String text(String name) throws IOException {
        // Fixtures of other tests have the same names, so the files are taken from the folder in which the list is.
        var list = Objects.requireNonNull(PatternSet.class.getResource(FOLDER + "list"));
        return Files.readString(Path.of(URI.create(list.toString())).resolveSibling(name));
    }

    @Test
    void files_are_named_like_their_patterns() {
        assertThat(TESTS.keySet())
                .containsExactlyElementsOf(patterns.stream()
                        .map(pattern -> pattern.name() + ".yaml")
                        .toList());
    }

    @Test
    void each_has_true_cases_a_partial_one_and_near_misses() {
        TESTS.forEach((name, file) -> {
            var names = file.tests().stream().map(PatternTest::name).toList();
            assertThat(names).as(name).hasSizeGreaterThanOrEqualTo(LEAST_TESTS);
            assertThat(names).as(name).anyMatch(test -> !test.startsWith("partial") && !test.startsWith("near miss"));
            assertThat(names.stream().filter(test -> test.startsWith("near miss")))
                    .as(name)
                    .hasSizeGreaterThanOrEqualTo(2);
        });
    }

    @Test
    void only_the_last_resort_is_a_fallback() {
        assertThat(patterns.stream().filter(Pattern::fallback).map(Pattern::name))
                .containsExactly("unexplained-critical-fact");
    }

    @Test
    void all_tests_of_all_patterns_pass() {
        var trial = new Trial(patterns);
        assertThat(TESTS.values().stream()
                        .flatMap(file -> trial.run(file).stream())
                        .filter(result -> !result.passed())
                        .map(result -> "%s:%d: %s: %s"
                                .formatted(
                                        result.file(),
                                        result.line(),
                                        result.test(),
                                        String.join("\n", result.complaints()))))
                .isEmpty();
    }
}
