package dev.sentinel.correlator.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.correlator.patterns.Pattern;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ShippedPatternsTest {
    private static final int LEAST_TESTS = 5;

    private static Shipped shipped = new Shipped(List.of(), new TreeMap<>());

    @BeforeAll
    static void read() throws IOException {
        shipped = Shipped.read();
    }

    @Test
    void files_are_named_like_their_patterns() {
        assertThat(shipped.tests().keySet())
                .containsExactlyElementsOf(shipped.patterns().stream()
                        .map(pattern -> pattern.name() + ".yaml")
                        .toList());
    }

    @Test
    void each_has_true_cases_a_partial_one_and_near_misses() {
        shipped.tests().forEach((name, file) -> {
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
        assertThat(shipped.patterns().stream().filter(Pattern::fallback).map(Pattern::name))
                .containsExactly("unexplained-critical-fact");
    }

    @Test
    void all_tests_of_all_patterns_pass() {
        var trial = new Trial(shipped.patterns());
        assertThat(shipped.tests().values().stream()
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
