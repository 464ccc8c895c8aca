package dev.sentinel.correlator.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.correlator.patterns.PatternReader;
import dev.sentinel.correlator.patterns.Reading;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A runner that always says yes would make every pattern look good, so each way to fail is shown. */
final class TrialTest {
    private static final String PATTERN = """
            pattern: node-loses-replica
            version: "1"
            title: "{pivot} loses replicas"
            summary: "A test."
            pivot: kubernetes.node
            window: 24h
            evidence:
              joined:
                role: cause
                kinds: [kubernetes.node.joined]
                paths: [kubernetes.node]
                say: "{subject} joined"
              failed:
                role: symptom
                kinds: [longhorn.replica.failed]
                paths: ["longhorn.replica -on-> longhorn.disk -part_of-> kubernetes.node"]
                say: "{subject} failed"
                learn: "look at it"
            suspect: joined
            open: joined and failed
            severity:
              - {is: error}
            confidence: {start: 0.6}
            resolve: {quiet: 12h}
            fold:
              - {kinds: [alert], within: 10m, why: "follows"}
            """;
    private static final String WORLD = """
            topology:
              - "longhorn.replica/lh/r1 -on-> longhorn.disk/lh/d1 -part_of-> kubernetes.node/n1"
            tests:
              - name: a test
                given:
                  - {at: 0s, kind: kubernetes.node.joined, subject: kubernetes.node/n1, severity: info}
                  - {at: 5m, kind: longhorn.replica.failed, subject: longhorn.replica/lh/r1, severity: error, fact: {volume: v}}
                  - {at: 6m, kind: alert, subject: alertmanager.server/a, fact: {name: absent}}
            """;

    private static List<Pattern> patterns = List.of();

    @BeforeAll
    static void read() {
        patterns = switch (new PatternReader().read("p.yaml", PATTERN)) {
            case Reading.Good good -> List.of(good.pattern());
            case Reading.Bad bad -> throw new AssertionError(bad.problems());
        };
    }

    @Test
    void passes_when_everything_is_as_expected() {
        assertThat(complaints("""
                        expect:
                          - {pattern: node-loses-replica, pivot: kubernetes.node/n1, state: open, severity: error, confidence: "= 0.6",
                             cause: n1 joined, symptoms: 1, evidence: [joined, failed], folded: 1, opened_by: 5m}
                        """)).isEmpty();
    }

    @Test
    void fails_when_it_is_about_another_thing_and_says_about_which() {
        assertThat(complaints("expect: [{pattern: node-loses-replica, pivot: kubernetes.node/n2}]"))
                .hasSize(2)
                .last()
                .asString()
                .contains("nobody expected open error of node-loses-replica about kubernetes.node/n1");
        assertThat(complaint("only: false\nexpect: [{pattern: node-loses-replica, pivot: kubernetes.node/n2}]"))
                .contains(
                        "no incident of node-loses-replica about kubernetes.node/n2",
                        "there is one about open error",
                        "+ joined: held");
    }

    @Test
    void fails_on_each_difference() {
        assertThat(complaint("expect: [{pattern: node-loses-replica, state: suspected}]"))
                .contains("state: expected suspected, came open");
        assertThat(complaint("expect: [{pattern: node-loses-replica, severity: critical}]"))
                .contains("severity: expected critical, came error");
        assertThat(complaint("expect: [{pattern: node-loses-replica, confidence: '>= 0.7'}]"))
                .contains("confidence: expected >= 0.7, came 0.60");
        assertThat(complaint("expect: [{pattern: node-loses-replica, cause: nobody}]"))
                .contains("cause: expected a sentence with \"nobody\"", "n1 joined");
        assertThat(complaint("expect: [{pattern: node-loses-replica, symptoms: 2}]"))
                .contains("symptoms: expected 2 things, came 1");
        assertThat(complaint("expect: [{pattern: node-loses-replica, missing: [failed]}]"))
                .contains("missing: expected failed, came []");
        assertThat(complaint("expect: [{pattern: node-loses-replica, folded: 2}]"))
                .contains("folded: expected 2 facts, came 1");
        assertThat(complaint("expect: [{pattern: node-loses-replica, parent: node-loses-replica}]"))
                .contains("parent: expected node-loses-replica, came none");
        assertThat(complaint("expect: [{pattern: node-loses-replica, opened_by: 4m}]"))
                .contains("opened_by: expected");
    }

    @Test
    void fails_when_something_opens_that_must_not() {
        assertThat(complaint("expect_none: true"))
                .contains("nothing may open, and there is open error of node-loses-replica");
        assertThat(complaint("expect_none: [node-loses-replica]")).contains("must stay silent and opened");
    }

    @Test
    void a_second_expectation_needs_a_second_incident() {
        assertThat(complaint("expect: [{pattern: node-loses-replica}, {pattern: node-loses-replica}]"))
                .contains("no incident of node-loses-replica");
    }

    @Test
    void a_missed_incident_tells_how_far_each_clause_came() {
        var text = WORLD.replace("kind: longhorn.replica.failed", "kind: longhorn.replica.deleted")
                + expecting("expect: [{pattern: node-loses-replica, pivot: kubernetes.node/n2}]");
        assertThat(String.join("\n", run(text).complaints()))
                .contains("+ joined: held", "- failed: no event of its kinds");
    }

    @Test
    void what_is_only_suspected_is_not_open() {
        var text = WORLD.replace("kind: longhorn.replica.failed", "kind: longhorn.replica.deleted")
                + expecting("expect_none: true");
        assertThat(run(text).complaints()).isEmpty();
    }

    @Test
    void an_event_that_arrives_twice_counts_once() {
        var twice = "      - {at: 6m, kind: alert, subject: alertmanager.server/a, fact: {name: absent}}\n";
        assertThat(run(WORLD + twice + expecting("expect: [{pattern: node-loses-replica, folded: 1}]"))
                        .complaints())
                .isEmpty();
    }

    @Test
    void the_same_test_gives_the_same_result() {
        var text = WORLD + expecting("expect_none: true");
        assertThat(run(text)).isEqualTo(run(text));
    }

    private static String complaint(String expecting) {
        var complaints = complaints(expecting);
        assertThat(complaints).hasSize(1);
        return complaints.getFirst();
    }

    private static List<String> complaints(String expecting) {
        return run(WORLD + expecting(expecting)).complaints();
    }

    private static String expecting(String text) {
        return text.indent(4);
    }

    private static Result run(String text) {
        return switch (new TestReader(patterns).read("t.tests.yaml", text)) {
            case TestReading.Good good -> new Trial(patterns).run(good.file()).getFirst();
            case TestReading.Bad bad -> throw new AssertionError(bad.problems());
        };
    }
}
