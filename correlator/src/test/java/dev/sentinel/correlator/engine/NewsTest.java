package dev.sentinel.correlator.engine;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.Incident;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of an incident when, and what is no news. */
final class NewsTest {
    private static final String TO_THE_NODE = "longhorn.replica -on-> longhorn.disk -part_of-> kubernetes.node";
    private static final Pattern FAILING = World.pattern("""
            pattern: failing
            version: "1"
            title: "{pivot} loses replicas"
            summary: "A pattern of a test."
            pivot: kubernetes.node
            window: 72h
            evidence:
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
            open: failed
            severity:
              - {is: error}
            resolve: {quiet: 12h, reopen: 12h}
            """.formatted(TO_THE_NODE, TO_THE_NODE));
    private static final String[] CLUSTER = {
        "prometheus.server/p0 -stored_on-> longhorn.volume/v1 -has-> longhorn.replica/r1 -on-> longhorn.disk/d1 -part_of->"
                + " kubernetes.node/n1",
        "prometheus.server/p1 -stored_on-> longhorn.volume/v2 -has-> longhorn.replica/r2 -on-> longhorn.disk/d1"
    };

    private static List<Incident> told(World world) {
        return world.told(new Engine("lab", List.of(FAILING), Limits.DEFAULT), ofHours(5));
    }

    private static World failed() {
        return new World().knows(CLUSTER).replicaFails(ofMinutes(1), "r1", "v1");
    }

    @Test
    void what_happens_again_and_again_is_told_ever_more_rarely_and_completely() {
        var world = failed();
        for (var minute = 2; minute <= 241; minute++) {
            world.replicaFails(ofMinutes(minute), "r1", "v1");
        }

        var told = told(world);

        assertThat(told.size()).isBetween(5, 12);
        assertThat(told.getLast().getEvidence(0).getCount()).isEqualTo(241);
    }

    @Test
    void what_happens_to_another_thing_is_told_within_half_a_minute() {
        var world =
                failed().replicaFails(ofHours(2), "r2", "v2").beats(ofHours(2).plusSeconds(31));

        assertThat(told(world))
                .anySatisfy(incident -> assertThat(incident.getEvidenceCount()).isEqualTo(2))
                .hasSize(2);
    }

    @Test
    void a_critical_fact_that_counts_is_told_at_once_and_one_that_does_not_is_no_news() {
        assertThat(told(failed().stale(ofMinutes(2), "p0")).getLast().getEvidenceCount())
                .isEqualTo(2);
        assertThat(told(failed().stale(ofMinutes(2), "p1"))).hasSize(1);
    }

    @Test
    void a_fact_that_did_not_count_is_told_when_what_it_follows_comes_late() {
        var inOrder = failed().replicaFails(ofMinutes(2), "r2", "v2").stale(ofMinutes(3), "p1");

        for (var seed = 0; seed < 20; seed++) {
            assertThat(told(inOrder.shuffled(seed, ofMinutes(1))).getLast().getEvidenceList())
                    .hasSize(3);
        }
    }
}
