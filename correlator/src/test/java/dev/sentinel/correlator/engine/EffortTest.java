package dev.sentinel.correlator.engine;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an event makes an engine do depends on the event, not on how much there is beside it. */
final class EffortTest {
    // Before the small news of what opened in the first minutes is due.
    private static final Duration WARM = ofMinutes(50);

    private static final String PATTERN = """
            pattern: joined-and-failed
            version: "1"
            title: "{pivot} is new and fails"
            summary: "A pattern of a test."
            pivot: kubernetes.node
            window: 24h
            evidence:
              joined:
                role: cause
                kinds: [kubernetes.node.joined]
                paths: [kubernetes.node]
              failed:
                role: mechanism
                kinds: [longhorn.replica.failed]
                paths: ["longhorn.replica -on-> longhorn.disk -part_of-> kubernetes.node"]
                link: ["longhorn.replica <-has- longhorn.volume"]
                after: joined
                within: 12h
              stale:
                role: symptom
                kinds: [prometheus.head.stale]
                paths: ["prometheus.server -stored_on-> longhorn.volume! -has-> longhorn.replica -on-> longhorn.disk -part_of-> kubernetes.node"]
                same_as: failed
                after: failed
                within: 30m
            suspect: joined and failed
            open: joined and failed and stale
            severity:
              - {is: error}
            resolve: {quiet: 10h, reopen: 12h}
            """;

    /** What was done for the same few events about node 0. */
    private record Done(long walks, long placed, long looks, long drawn) {
        static Done by(Engine engine) {
            var effort = engine.effort;
            return new Done(effort.walks, effort.placed, effort.looks, effort.drawn);
        }

        Done since(Done before) {
            return new Done(walks - before.walks, placed - before.placed, looks - before.looks, drawn - before.drawn);
        }
    }

    @Test
    void a_story_takes_the_same_work_among_ten_nodes_as_among_a_thousand() {
        var few = storyOfOneNode(10, 0);
        assertThat(storyOfOneNode(1_000, 0)).isEqualTo(few);
        assertThat(few.walks()).isPositive();
        assertThat(few.placed()).isPositive();
        assertThat(few.looks()).isPositive();
        assertThat(few.drawn()).isPositive();
    }

    @Test
    void a_story_takes_the_same_work_beside_five_open_incidents_as_beside_five_hundred() {
        assertThat(storyOfOneNode(1_000, 500)).isEqualTo(storyOfOneNode(1_000, 5));
    }

    @Test
    void ten_times_the_stories_take_ten_times_the_work() {
        var tenStories = storiesOf(11, 10);
        var aHundred = storiesOf(101, 100);
        assertThat(aHundred)
                .isEqualTo(new Done(
                        10 * tenStories.walks(),
                        10 * tenStories.placed(),
                        10 * tenStories.looks(),
                        10 * tenStories.drawn()));
    }

    @Test
    void what_no_pattern_asks_for_takes_none() {
        var engine = engine(10);
        var before = Done.by(engine);
        var world = new World().beats(WARM);
        world.add(
                WARM,
                "kubernetes.pod/monitoring/prometheus-0",
                Severity.SEVERITY_ERROR,
                Event.newBuilder().setCustom(Custom.newBuilder().setName("test.fact")));
        world.told(engine, WARM);
        assertThat(Done.by(engine).since(before)).isEqualTo(new Done(0, 0, 0, 0));
    }

    private static Done storyOfOneNode(int nodes, int open) {
        var engine = engine(nodes);
        stories(1, open + 1, ofMinutes(1)).told(engine, ofMinutes(30));
        var before = Done.by(engine);
        stories(0, 1, WARM).told(engine, WARM.plus(ofSeconds(90)));
        return Done.by(engine).since(before);
    }

    private static Done storiesOf(int nodes, int stories) {
        var engine = engine(nodes);
        var before = Done.by(engine);
        stories(0, stories, WARM).told(engine, WARM.plus(ofHours(2)));
        return Done.by(engine).since(before);
    }

    /** Each node joins, loses both of its replicas, and a server stops. */
    private static World stories(int from, int until, Duration at) {
        var world = new World();
        for (var node = from; node < until; node++) {
            world.joins(at, "n" + node);
        }
        for (var node = from; node < until; node++) {
            world.replicaFails(at.plus(ofSeconds(10)), "r" + node + "a", "v" + node)
                    .replicaFails(at.plus(ofSeconds(20)), "r" + node + "b", "v" + node);
        }
        for (var node = from; node < until; node++) {
            world.stale(at.plus(ofSeconds(30)), "s" + node);
        }
        return world;
    }

    private static Engine engine(int nodes) {
        var engine = new Engine("lab", List.of(World.pattern(PATTERN)), Limits.DEFAULT);
        var world = new World();
        for (var node = 0; node < nodes; node++) {
            world.knows(
                    "prometheus.server/s" + node + " -stored_on-> longhorn.volume/v" + node,
                    "longhorn.volume/v" + node + " -has-> longhorn.replica/r" + node + "a -on-> longhorn.disk/d" + node
                            + " -part_of-> kubernetes.node/n" + node,
                    "longhorn.volume/v" + node + " -has-> longhorn.replica/r" + node + "b -on-> longhorn.disk/d"
                            + node);
        }
        world.told(engine, ofSeconds(1));
        return engine;
    }
}
