package dev.sentinel.correlator.engine;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.correlator.running.PatternFiles;
import dev.sentinel.v1.Alert;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A critical fact is always seen: in the incident where it counts, or in one of its own. */
final class UnclaimedTest {
    private static final String TO_THE_NODE = "longhorn.replica -on-> longhorn.disk -part_of-> kubernetes.node";
    private static final String JOINED = """
              joined:
                role: context
                kinds: [kubernetes.node.joined]
                paths: [kubernetes.node]
            """;
    private static final int ORDERS = 200;
    private static final Pattern NOW = failing("1", "");
    private static final Pattern LATER = failing("2", JOINED);
    private static final Pattern LAST_RESORT =
            World.pattern(PatternFiles.shipped().getOrDefault("unexplained-critical-fact.yaml", ""));
    private static final String[] CLUSTER = {
        "prometheus.server/p0 -stored_on-> longhorn.volume/v1 -has-> longhorn.replica/r1 -on-> longhorn.disk/d1 -part_of->"
                + " kubernetes.node/n1",
        "prometheus.server/p1 -stored_on-> longhorn.volume/v2 -has-> longhorn.replica/r2 -on-> longhorn.disk/d1"
    };

    private static Pattern failing(String version, String more) {
        return World.pattern("""
            pattern: failing
            version: "%s"
            title: "{pivot} loses replicas"
            summary: "A pattern of a test."
            pivot: kubernetes.node
            window: 72h
            evidence:
            %s
              failed:
                role: mechanism
                kinds: [longhorn.replica.failed]
                paths: ["%s"]
                link: ["longhorn.replica <-has- longhorn.volume"]
              stale:
                role: symptom
                kinds: [prometheus.head.stale]
                paths: ["prometheus.server -stored_on-> longhorn.volume! -has-> %s"]
                same_as: failed
                after: failed
                within: 30m
              advancing:
                role: recovery
                recovers: stale
                kinds: [prometheus.head.advancing]
                paths: ["prometheus.server -stored_on-> longhorn.volume! -has-> %s"]
            open: failed
            severity:
              - {is: error}
            resolve: {quiet: 1h, reopen: 12h}
            fold:
              - kinds: [alert]
                when: 'fact.about_absence'
                within: 15m
                why: "absent() fires while Prometheus is mute"
            """.formatted(version, more.stripTrailing(), TO_THE_NODE, TO_THE_NODE, TO_THE_NODE));
    }

    private static World failed() {
        return new World().knows(CLUSTER).replicaFails(ofMinutes(1), "r1", "v1");
    }

    private static Engine engine() {
        return new Engine("lab", List.of(NOW, LAST_RESORT), Limits.DEFAULT);
    }

    private static List<String> unexplained(List<Incident> told) {
        return told.stream()
                .filter(incident -> incident.getPattern().equals(LAST_RESORT.name()))
                .map(incident -> incident.getPivot().getName())
                .distinct()
                .toList();
    }

    private static List<String> unexplained(World world, Duration until) {
        return unexplained(world.told(engine(), until));
    }

    @Test
    void what_only_lies_where_an_incident_goes_on_becomes_one_of_its_own() {
        assertThat(unexplained(failed().stale(ofMinutes(2), "p1"), ofMinutes(5)))
                .containsExactly("p1");
    }

    @Test
    void what_comes_too_late_to_count_becomes_one_of_its_own() {
        assertThat(unexplained(failed().stale(ofMinutes(50), "p0"), ofMinutes(55)))
                .containsExactly("p0");
    }

    @Test
    void what_counts_in_an_incident_does_not() {
        assertThat(unexplained(failed().stale(ofMinutes(2), "p0"), ofMinutes(5)))
                .isEmpty();
    }

    @Test
    void it_makes_no_difference_in_which_order_they_come() {
        var counts = failed().replicaFails(ofMinutes(2), "r2", "v2").stale(ofMinutes(3), "p1");
        var lies = failed().stale(ofMinutes(2), "p1");

        assertThat(inEveryOrder(counts, ofMinutes(6))).isEmpty();
        assertThat(inEveryOrder(lies, ofMinutes(6))).containsExactly("p1");
    }

    /** What comes of it in each of many orders, which must be the same. */
    private static List<String> inEveryOrder(World world, Duration until) {
        var first = unexplained(world, until);
        for (var seed = 0; seed < ORDERS; seed++) {
            assertThat(unexplained(world.shuffled(seed, ofMinutes(1)), until))
                    .as("seed %d", seed)
                    .isEqualTo(first);
        }
        return first;
    }

    @Test
    void what_explains_it_may_happen_half_a_minute_later_and_no_order_makes_that_more_or_less() {
        var soon = new World()
                .knows(CLUSTER)
                .stale(ofMinutes(2), "p0")
                .replicaFails(ofMinutes(2).plusSeconds(29), "r1", "v1");
        var later = new World()
                .knows(CLUSTER)
                .stale(ofMinutes(2), "p0")
                .replicaFails(ofMinutes(2).plusSeconds(31), "r1", "v1");

        assertThat(inEveryOrder(soon, ofMinutes(6))).isEmpty();
        assertThat(inEveryOrder(later, ofMinutes(6))).containsExactly("p0");
    }

    @Test
    void whether_it_was_over_when_it_came_again_is_the_same_in_every_order() {
        var again = failed().stale(ofMinutes(2), "p0")
                .stale(ofMinutes(40), "p0")
                .advances(ofMinutes(40).plusSeconds(45), "p0");
        var back = failed().stale(ofMinutes(2), "p0")
                .advances(ofMinutes(39).plusSeconds(30), "p0")
                .stale(ofMinutes(40), "p0");

        assertThat(inEveryOrder(again, ofMinutes(45))).isEmpty();
        assertThat(inEveryOrder(back, ofMinutes(45))).containsExactly("p0");
    }

    @Test
    void it_is_told_a_minute_and_a_half_after_it_happened_and_sooner_when_it_was_heard_late() {
        var engine = engine();
        var prompt = new World().knows(CLUSTER).stale(ofMinutes(2), "p0");
        assertThat(unexplained(prompt.told(engine, ofMinutes(3).plusSeconds(29))))
                .isEmpty();
        assertThat(unexplained(engine.advance(World.DAWN.plus(ofMinutes(3).plusSeconds(30)))))
                .containsExactly("p0");

        var late = new World().knows(CLUSTER).stale(ofMinutes(2), "p1");
        var event = late.facts.get(1).event();
        var other = engine();
        other.accept(late.facts.getFirst().event(), World.DAWN);
        other.accept(event, World.DAWN.plus(ofMinutes(50)));
        assertThat(other.advance(World.DAWN.plus(ofMinutes(50).plusSeconds(29))))
                .isEmpty();
        assertThat(unexplained(other.advance(World.DAWN.plus(ofMinutes(50).plusSeconds(30)))))
                .containsExactly("p1");
    }

    @Test
    void what_claims_to_come_from_the_future_is_told_a_minute_and_a_half_after_it_was_heard() {
        var engine = engine();
        var ahead = new World().stale(ofMinutes(20), "p0").facts.getFirst().event();
        assertThat(engine.accept(ahead, World.DAWN)).isEmpty();
        assertThat(engine.advance(World.DAWN.plusSeconds(89))).isEmpty();
        assertThat(unexplained(engine.advance(World.DAWN.plusSeconds(90)))).containsExactly("p0");
    }

    @Test
    void what_repeats_what_an_incident_tells_does_not_before_that_was_over() {
        var again = failed().stale(ofMinutes(2), "p0").stale(ofMinutes(40), "p0");
        assertThat(unexplained(again, ofMinutes(45))).isEmpty();
        assertThat(again.told(engine(), ofHours(2)).getLast().getEvidence(1).getCount())
                .isEqualTo(2);

        var back =
                failed().stale(ofMinutes(2), "p0").advances(ofMinutes(35), "p0").stale(ofMinutes(50), "p0");
        assertThat(unexplained(back, ofMinutes(55))).containsExactly("p0");
    }

    @Test
    void what_comes_to_a_resolved_incident_without_reopening_it_becomes_one_of_its_own() {
        var world = failed().stale(ofMinutes(2), "p0").advances(ofMinutes(5), "p0");
        assertThat(world.told(engine(), ofHours(3)).getLast().getState())
                .isEqualTo(IncidentState.INCIDENT_STATE_RESOLVED);

        assertThat(unexplained(world.stale(ofHours(3), "p0"), ofHours(4))).containsExactly("p0");
    }

    @Test
    void noise_that_an_incident_counts_does_not() {
        assertThat(unexplained(alerts(failed(), true), ofMinutes(5))).isEmpty();
        assertThat(unexplained(alerts(failed(), false), ofMinutes(5))).containsExactly("main");
        assertThat(unexplained(alerts(new World().knows(CLUSTER), true), ofMinutes(5)))
                .containsExactly("main");
    }

    private static World alerts(World world, boolean aboutAbsence) {
        return world.add(
                ofMinutes(2),
                "alertmanager.server/main",
                Severity.SEVERITY_CRITICAL,
                Event.newBuilder()
                        .setAlert(Alert.newBuilder().setName("KubeletDown").setAboutAbsence(aboutAbsence)));
    }

    @Test
    void what_waits_while_the_patterns_are_replaced_is_looked_for_with_their_heirs() {
        var world = failed().stale(ofMinutes(2), "p0");

        assertThat(unexplained(replaced(world, List.of(LATER, LAST_RESORT)))).isEmpty();
        assertThat(unexplained(replaced(world, List.of(LAST_RESORT)))).containsExactly("p0");
    }

    private static List<Incident> replaced(World world, List<Pattern> patterns) {
        var engine = engine();
        var told = new ArrayList<>(world.told(engine, ofMinutes(2).plusSeconds(1)));
        told.addAll(engine.replace(patterns, World.DAWN.plus(ofMinutes(2).plusSeconds(2))));
        told.addAll(engine.advance(World.DAWN.plus(ofMinutes(5))));
        return told;
    }
}
