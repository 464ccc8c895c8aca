package dev.sentinel.correlator.engine;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.Incident;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Evidence that lay elsewhere before the graph was known: where it comes to lie, it is as if it had always been there. */
final class MovedTest {
    private static final String TO_THE_NODE = "longhorn.replica -on-> longhorn.disk -part_of-> kubernetes.node";
    private static final Pattern PATTERN = World.pattern("""
            pattern: new-node
            version: "1"
            title: "{pivot} broke {symptoms}"
            summary: "A pattern of a test."
            pivot: kubernetes.node
            window: 72h
            evidence:
              joined:
                role: cause
                kinds: [kubernetes.node.joined]
                paths: [kubernetes.node]
              failed:
                role: mechanism
                kinds: [longhorn.replica.failed]
                paths: ["%s"]
                link: ["longhorn.replica <-has- longhorn.volume"]
                after: joined
                within: 48h
              stale:
                role: symptom
                kinds: [prometheus.head.stale]
                paths: ["prometheus.server -stored_on-> longhorn.volume! -has-> %s"]
                after: failed
                same_as: failed
                within: 30m
            open: joined and failed and stale
            severity:
              - {is: critical}
            resolve: {quiet: 30m, reopen: 12h}
            """.formatted(TO_THE_NODE, TO_THE_NODE));
    private static final String DISK = "longhorn.replica/r1 -on-> longhorn.disk/d4 -part_of-> kubernetes.node/agent-4";
    private static final String VOLUME =
            "prometheus.server/p0 -stored_on-> longhorn.volume/v1 -has-> longhorn.replica/r1";
    private static final String OTHER_COPY =
            "longhorn.volume/v1 -has-> longhorn.replica/r2 -on-> longhorn.disk/d1 -part_of-> kubernetes.node/agent-1";

    private static List<Incident> told(World world, Duration until) {
        return world.told(new Engine("lab", List.of(PATTERN), Limits.DEFAULT), until);
    }

    @Test
    void what_is_the_only_evidence_stays_when_it_is_learned_for_which_link_it_is() {
        var world = new World()
                .knows(DISK)
                .replicaFails(ofMinutes(1), "r1", "v1")
                .knows(ofMinutes(1).plusSeconds(10), VOLUME)
                .joins(ofMinutes(1).plusSeconds(20), "agent-4")
                .stale(ofMinutes(2), "p0");

        assertThat(told(world, ofMinutes(5)))
                .singleElement()
                .satisfies(incident -> assertThat(incident.getEvidenceCount()).isEqualTo(3));
    }

    @Test
    void the_first_and_the_last_are_told_in_whatever_order_they_and_the_graph_are_heard_of() {
        var world = new World()
                .joins(ofMinutes(1), "agent-4")
                .knows(ofMinutes(2), DISK)
                .knows(ofMinutes(2), VOLUME)
                .knows(ofMinutes(2).plusSeconds(20), OTHER_COPY)
                .replicaFails(ofMinutes(2).plusSeconds(10), "r1", "v1")
                .replicaFails(ofMinutes(2).plusSeconds(10), "r1", "v1")
                .replicaFails(ofMinutes(2).plusSeconds(20), "r1", "v1");
        for (var second = 30; second < 33; second++) {
            world.stale(ofMinutes(2).plusSeconds(second), "p0")
                    .stale(ofMinutes(2).plusSeconds(second), "p0");
        }
        var inOrder = last(world);
        assertThat(inOrder.getEvidenceList())
                .hasSize(3)
                .last()
                .satisfies(stale -> assertThat(stale.getCount()).isEqualTo(6));

        assertThat(LongStream.range(0, 500).mapToObj(seed -> last(world.shuffled(seed, ofSeconds(59)))))
                .containsOnly(inOrder);
    }

    /** As it was told last, without what is about the moment at which it was. */
    private static Incident last(World world) {
        return told(world, ofMinutes(10)).getLast().toBuilder()
                .clearRevision()
                .clearUpdatedAt()
                .clearTimeline()
                .clearSourceTrust()
                .clearBlastRadius()
                .build();
    }
}
