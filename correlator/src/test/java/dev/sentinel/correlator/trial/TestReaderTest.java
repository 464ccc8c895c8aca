package dev.sentinel.correlator.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.correlator.patterns.PatternReader;
import dev.sentinel.correlator.patterns.Reading;
import dev.sentinel.yaml.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestReaderTest {
    private static final TestReader READER = new TestReader(List.of(pattern()));
    private static final String GOOD = """
            tests:
              - name: one
                topology: ["longhorn.replica/lh/r1 -on-> longhorn.disk/lh/d1 <-has- x.shelf/s1 @10m"]
                given:
                  - at: 1m
                    kind: longhorn.volume.robustness_changed
                    subject: longhorn.volume/lh/v1
                    severity: error
                    related: [kubernetes.node/n1]
                    source: longhorn/agent-1
                    accepted_after: 20s
                    repeat: {times: 2, every: 15s}
                    fact: {robustness: faulted, wantedReplicas: 3, degraded_at: 30s, size_bytes: 18446744073709551615}
                until: 2h
                expect: [{pattern: p, pivot: kubernetes.node/n1, evidence: [joined]}]
            """;

    private static dev.sentinel.correlator.patterns.Pattern pattern() {
        var text = """
                pattern: p
                version: "1"
                title: "t"
                summary: "s"
                pivot: kubernetes.node
                window: 24h
                evidence:
                  joined: {role: symptom, kinds: [kubernetes.node.joined], paths: [kubernetes.node], say: "it joined"}
                open: joined
                severity: [{is: error}]
                """;
        return switch (new PatternReader().read("p.yaml", text)) {
            case Reading.Good good -> good.pattern();
            case Reading.Bad bad -> throw new AssertionError(bad.problems());
        };
    }

    @Test
    void reads_events_with_everything_they_can_have() {
        var reading = READER.read("t.tests.yaml", GOOD);
        assertThat(reading).isInstanceOf(TestReading.Good.class);
        var given = ((TestReading.Good) reading).file().tests().getFirst().given();
        assertThat(given).hasSize(3);
        var event = given.get(2).event();
        assertThat(given.getFirst().event().getTopology().getEdgesList()).hasSize(2);
        assertThat(given.getFirst().event().getTopology().getEdges(1).getFrom().getName())
                .isEqualTo("s1");
        assertThat(given.get(2).acceptedAt()).isEqualTo(PatternTest.START.plusSeconds(95));
        assertThat(event.getLonghornVolumeRobustnessChanged().getRobustness().name())
                .endsWith("FAULTED");
        assertThat(event.getLonghornVolumeRobustnessChanged().getWantedReplicas())
                .isEqualTo(3);
        assertThat(event.getLonghornVolumeRobustnessChanged().getSizeBytes()).isEqualTo(-1);
        assertThat(event.getSource().getInstance()).isEqualTo("agent-1");
        assertThat(event.getId()).isNotEqualTo(given.get(1).event().getId());
        assertThat(READER.read("t.tests.yaml", GOOD)).isEqualTo(reading);
    }

    private record Mistake(String right, String wrong, int line, String told) {}

    private static List<Mistake> mistakes() {
        return List.of(
                new Mistake("tests:", "tets:", 1, "no key is called \"tets\" here; did you mean \"tests\"?"),
                new Mistake("at: 1m", "at: soon", 5, "at: \"soon\" is not a length of time"),
                new Mistake(
                        "robustness_changed",
                        "robustnes_changed",
                        6,
                        "did you mean \"longhorn.volume.robustness_changed\"?"),
                new Mistake("longhorn.volume/lh/v1", "v1", 5, "\"v1\" is no thing"),
                new Mistake("severity: error", "severity: eror", 8, "did you mean \"error\"?"),
                new Mistake("longhorn/agent-1", "agent-1", 10, "is not collector/instance"),
                new Mistake("times: 2", "times: many", 12, "times: \"many\" is not a whole number"),
                new Mistake("wantedReplicas", "wantedReplica", 13, "has no field \"wantedReplica\""),
                new Mistake("robustness: faulted", "robustness: fautled", 13, "did you mean \"faulted\"?"),
                new Mistake("wantedReplicas: 3", "wantedReplicas: three", 13, "\"three\" is none that fits"),
                new Mistake("-on->", "-onn->", 3, "no edge is called \"onn\"; did you mean \"on\"?"),
                new Mistake("@10m", "@later", 3, "@later is not a time after the beginning"),
                new Mistake("until: 2h", "until: 1s", 14, "until: ends before the last event arrives"),
                new Mistake("pattern: p,", "pattern: q,", 15, "no pattern is called \"q\""),
                new Mistake("[joined]", "[joind]", 15, "p has no clause \"joind\"; did you mean \"joined\"?"),
                new Mistake("expect:", "expekt:", 15, "no key is called \"expekt\" here; did you mean \"expect\"?"),
                new Mistake("name: one", "name: &a one", 2, "anchors and aliases"),
                new Mistake("name: one", "name: [", 4, "not valid YAML"));
    }

    @Test
    void each_mistake_is_told_with_its_line_and_the_word_that_was_meant() {
        for (var mistake : mistakes()) {
            var reading = READER.read("t.tests.yaml", GOOD.replace(mistake.right(), mistake.wrong()));
            assertThat(reading).as(mistake.wrong()).isInstanceOf(TestReading.Bad.class);
            assertThat(((TestReading.Bad) reading).problems())
                    .as(mistake.wrong())
                    .anySatisfy(problem -> {
                        assertThat(problem.what()).contains(mistake.told());
                        assertThat(problem.line()).isEqualTo(mistake.line());
                    });
        }
    }

    @Test
    void a_test_that_expects_nothing_is_a_mistake() {
        var reading = READER.read("t.tests.yaml", "tests:\n  - name: empty\n");
        assertThat(((TestReading.Bad) reading).problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "t.tests.yaml:2: the test expects nothing; give it \"expect\", or \"expect_none: true\"");
    }

    @Test
    void all_mistakes_are_told_at_once() {
        var text = GOOD.replace("at: 1m", "at: soon").replace("severity: error", "severity: eror");
        assertThat(((TestReading.Bad) READER.read("t.tests.yaml", text)).problems())
                .hasSize(2);
    }
}
