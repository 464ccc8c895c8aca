package dev.sentinel.correlator.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.yaml.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PatternSetTest {
    private static final PatternReader READER = new PatternReader();
    private static final String HEADLINE = Fixtures.text("new-node-poisons-telemetry");
    private static final String STALLED = Fixtures.text("volume-stalled");
    private static final String SILENT = Fixtures.text("site-silent");

    @Test
    void puts_patterns_in_the_order_of_their_names_whatever_their_files_are_called() {
        var set = good(Map.of("z.yaml", HEADLINE, "a.yaml", STALLED, "m.yaml", SILENT));

        assertThat(set.patterns())
                .extracting(Pattern::name)
                .containsExactly("new-node-poisons-telemetry", "site-silent", "volume-stalled");
        assertThat(set.find("site-silent")).isPresent();
        assertThat(set.find("nothing")).isEmpty();
    }

    @Test
    void leaves_the_tests_of_patterns_alone() {
        assertThat(good(Map.of("a.yaml", STALLED, "a.tests.yaml", "not: a pattern"))
                        .patterns())
                .hasSize(1);
    }

    @Test
    void refuses_two_patterns_of_one_name() {
        assertThat(bad(Map.of("a.yaml", STALLED, "b.yaml", STALLED)))
                .containsExactly(
                        "b.yaml:1: the pattern \"volume-stalled\" is in a.yaml already; give one of them another name");
    }

    @Test
    void knows_what_may_be_explained() {
        var headline = HEADLINE.replace("explains: [volume-stalled]", "explains:\n  - site-silent\n  - volume-staled");

        assertThat(bad(Map.of("a.yaml", STALLED, "b.yaml", headline, "c.yaml", SILENT)))
                .containsExactly(
                        "b.yaml:%d: explains: no pattern is called \"volume-staled\"; did you mean \"volume-stalled\"?"
                                .formatted(1 + headline.lines().toList().indexOf("  - volume-staled")));
    }

    @Test
    void refuses_patterns_that_explain_each_other() {
        var stalled = STALLED + "explains: [new-node-poisons-telemetry]\n";

        assertThat(bad(Map.of("a.yaml", stalled, "b.yaml", HEADLINE)))
                .containsExactly(
                        "a.yaml:%d: explains: new-node-poisons-telemetry -> volume-stalled -> new-node-poisons-telemetry is a circle; one of them has to be the cause"
                                .formatted(stalled.lines().count()));
    }

    @Test
    void does_not_miss_a_name_that_a_bad_file_may_hold() {
        assertThat(bad(Map.of("a.yaml", STALLED.replace("24h", "soon"), "b.yaml", HEADLINE)))
                .singleElement()
                .asString()
                .startsWith("a.yaml:6: window:");
    }

    @Test
    void one_name_for_one_content() {
        var first = good(Map.of("a.yaml", STALLED)).fingerprint();

        assertThat(first).matches("[0-9a-f]{64}");
        assertThat(good(Map.of("other.yaml", "# said otherwise\n" + STALLED.replace("\"1.2\"", "'1.2'")))
                        .fingerprint())
                .isEqualTo(first);
        assertThat(good(Map.of("a.yaml", STALLED.replace("at_least: 3", "at_least: 4")))
                        .fingerprint())
                .isNotEqualTo(first);
        assertThat(good(Map.of("a.yaml", STALLED, "b.yaml", SILENT)).fingerprint())
                .isNotEqualTo(first);
    }

    @Test
    void reads_nothing_as_an_empty_set() {
        assertThat(good(Map.of()).patterns()).isEmpty();
    }

    @Test
    void has_a_limit() {
        var files = new TreeMap<String, String>();
        for (int i = 0; i <= PatternSet.MOST_PATTERNS; i++) {
            files.put("p%03d.yaml".formatted(i), "");
        }

        assertThat(bad(files)).containsExactly("p000.yaml: is one of 513 patterns; a set has at most 512");
    }

    private static PatternSet good(Map<String, String> files) {
        return switch (PatternSet.read(READER, new TreeMap<>(files))) {
            case PatternSet.Outcome.Good good -> good.set();
            case PatternSet.Outcome.Bad bad -> throw new AssertionError(bad.problems());
        };
    }

    private static List<String> bad(Map<String, String> files) {
        return switch (PatternSet.read(READER, new TreeMap<>(files))) {
            case PatternSet.Outcome.Good good -> throw new AssertionError(good.set());
            case PatternSet.Outcome.Bad bad ->
                bad.problems().stream().map(Problem::toString).toList();
        };
    }
}
