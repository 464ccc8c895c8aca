package dev.sentinel.correlator.engine;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** At the edges of time, too, it makes no difference in which order facts are heard of. */
final class OrderTest {
    private static final String TO_THE_NODE = "longhorn.replica -on-> longhorn.disk -part_of-> kubernetes.node";
    private static final int ORDERS = 200;
    private static final String JOINED = """
              joined:
                role: context
                kinds: [kubernetes.node.joined]
                paths: [kubernetes.node]
            """;
    private static final String CAUSED = JOINED.replace("context", "cause");
    private static final String FAILED = """
              failed:
                role: symptom
                kinds: [longhorn.replica.failed]
                paths: ["%s"]
            """.formatted(TO_THE_NODE);
    private static final String STANDING = """
              stale:
                role: symptom
                kinds: [prometheus.head.stale]
                paths: ["prometheus.server -stored_on-> longhorn.volume -has-> %s"]
            """.formatted(TO_THE_NODE);
    private static final Pattern FAILING = pattern("failing", JOINED + FAILED + """
            suspect: joined
            open: failed
            explains: [stale]
            """);
    private static final Pattern STALE = pattern("stale", STANDING + "open: stale");
    private static final Pattern NOISY = pattern("noisy", FAILED + """
            open: failed
            fold:
              - kinds: [alert]
                within: 15m
                why: "it follows"
            """);
    private static final String DISK = "longhorn.disk/d4 -part_of-> kubernetes.node/agent-4";
    private static final String FIRST_COPY = "longhorn.volume/v1 -has-> longhorn.replica/r1 -on-> longhorn.disk/d4";
    private static final String SECOND_COPY = "longhorn.volume/v1 -has-> longhorn.replica/r2 -on-> longhorn.disk/d4";
    private static final String SERVER = "prometheus.server/p0 -stored_on-> longhorn.volume/v1";

    /** Quiet for an hour it is over, and may come back for six. */
    private static Pattern pattern(String name, String more) {
        return World.pattern("""
            pattern: %s
            version: "1"
            title: "{pivot}"
            summary: "A pattern of a test."
            pivot: kubernetes.node
            window: 24h
            evidence:
            %s
            severity:
              - {is: error}
            resolve: {quiet: 1h, reopen: 6h}
            """.formatted(name, more.stripTrailing()));
    }

    private static World known() {
        return new World().knows(DISK, FIRST_COPY, SERVER);
    }

    /** By pattern, what comes of it in whatever order it is heard of. */
    private static Map<String, Incident> always(World world, Duration until, Pattern... patterns) {
        var inOrder = outcome(world, until, patterns);
        var others = new HashSet<Map<String, Incident>>();
        for (var seed = 0; seed < ORDERS; seed++) {
            others.add(outcome(world.shuffled(seed, ofSeconds(59)), until, patterns));
        }
        assertThat(others).containsExactly(inOrder);
        return inOrder;
    }

    private static Map<String, Incident> outcome(World world, Duration until, Pattern... patterns) {
        var engine = new Engine("lab", List.of(patterns), Limits.DEFAULT);
        var last = new TreeMap<String, Incident>();
        world.facts.forEach(fact -> keep(engine.accept(fact.event(), fact.acceptedAt()), last));
        keep(engine.finish(World.DAWN.plus(until)), last);
        return last;
    }

    private static void keep(List<Incident> told, Map<String, Incident> last) {
        for (var incident : told) {
            last.put(
                    incident.getPattern(),
                    incident.toBuilder()
                            .clearRevision()
                            .clearUpdatedAt()
                            .clearTimeline()
                            .clearSourceTrust()
                            .build());
        }
    }

    private static Incident only(Map<String, Incident> outcome) {
        assertThat(outcome).hasSize(1);
        return outcome.values().iterator().next();
    }

    private static Incident of(String pattern, Map<String, Incident> outcome) {
        return Objects.requireNonNull(outcome.get(pattern), pattern);
    }

    private static long seconds(Timestamp at) {
        return Timestamps.toMillis(at) / 1_000 - World.DAWN.getEpochSecond();
    }

    @Test
    void it_began_with_the_suspicion_also_when_that_is_heard_of_last() {
        var world =
                known().joins(ofMinutes(1), "agent-4").replicaFails(ofMinutes(1).plusSeconds(30), "r1", "v1");

        var incident = only(always(world, ofMinutes(5), FAILING));

        assertThat(seconds(incident.getBeganAt())).isEqualTo(60);
        assertThat(seconds(incident.getOpenedAt())).isEqualTo(90);
    }

    @Test
    void of_several_ways_the_same_is_told_whichever_was_learned_first() {
        var one = new World().knows(DISK, SERVER).knows(FIRST_COPY).knows(SECOND_COPY);
        var other = new World().knows(DISK, SERVER).knows(SECOND_COPY).knows(FIRST_COPY);

        var told = outcome(one.stale(ofMinutes(2), "p0"), ofMinutes(5), STALE);

        assertThat(only(told).getStory(0).getPath(1).getTo().getName()).isEqualTo("r1");
        assertThat(outcome(other.stale(ofMinutes(2), "p0"), ofMinutes(5), STALE))
                .isEqualTo(told);
    }

    @Test
    void what_opens_long_after_its_last_trouble_does_not_end_before_it_opened() {
        var pattern = pattern("crashing", CAUSED + FAILED + """
            suspect: failed
            open: failed and joined
            """);
        var world = known().replicaFails(ofMinutes(1), "r1", "v1").joins(ofHours(3), "agent-4");

        var open = only(always(world, ofHours(3).plusMinutes(5), pattern));
        var over = only(always(world, ofHours(6), pattern));

        assertThat(open.getState()).isEqualTo(IncidentState.INCIDENT_STATE_OPEN);
        assertThat(seconds(over.getResolvedAt())).isEqualTo(ofHours(4).toSeconds());
    }

    @Test
    void trouble_that_comes_back_when_it_was_just_over_reopens_it_also_when_the_end_was_not_noticed_yet() {
        var world = known().replicaFails(ofMinutes(1), "r1", "v1");
        var within = always(world.replicaFails(ofMinutes(60), "r1", "v1"), ofMinutes(90), FAILING);
        var back = known().replicaFails(ofMinutes(1), "r1", "v1")
                .replicaFails(ofMinutes(61).plusSeconds(20), "r1", "v1")
                .replicaFails(ofMinutes(61).plusSeconds(40), "r1", "v1");

        assertThat(only(within).getReopenCount()).isZero();
        assertThat(only(always(back, ofMinutes(90), FAILING)))
                .returns(1, Incident::getReopenCount)
                .returns(IncidentState.INCIDENT_STATE_REOPENED, Incident::getState);
        assertThat(seconds(only(always(back, ofHours(3), FAILING)).getResolvedAt()))
                .isEqualTo(ofMinutes(121).plusSeconds(40).toSeconds());
    }

    @Test
    void it_explains_what_began_before_its_end_and_nothing_that_began_after() {
        var before = known().replicaFails(ofMinutes(1), "r1", "v1")
                .stale(ofMinutes(60).plusSeconds(50), "p0");
        var after = known().replicaFails(ofMinutes(1), "r1", "v1")
                .stale(ofMinutes(61).plusSeconds(10), "p0");

        var related = always(before, ofHours(2), FAILING, STALE);
        var strangers = always(after, ofHours(2), FAILING, STALE);

        assertThat(of("stale", related).getParentId())
                .isEqualTo(of("failing", related).getId());
        assertThat(of("stale", strangers).getParentId()).isEmpty();
        assertThat(of("failing", strangers).getChildIdsList()).isEmpty();
    }

    @Test
    void what_happens_again_without_counting_is_told_with_its_number() {
        var pattern = pattern("soon", CAUSED + FAILED + """
                after: joined
                within: 5m
            open: joined and failed
            """);
        var world = known().joins(ofMinutes(1), "agent-4")
                .replicaFails(ofMinutes(2), "r1", "v1")
                .replicaFails(ofMinutes(20), "r1", "v1");

        assertThat(only(always(world, ofMinutes(30), pattern)).getEvidence(1).getCount())
                .isEqualTo(2);
        assertThat(only(always(world.replicaFails(ofMinutes(80), "r1", "v1"), ofMinutes(90), pattern))
                        .getEvidence(1)
                        .getCount())
                .as("also when it is over")
                .isEqualTo(3);
    }

    @Test
    void noise_is_told_with_it_until_its_end_and_while_it_is_back() {
        var world = known().replicaFails(ofMinutes(1), "r1", "v1")
                .absentAlert(ofMinutes(60).plusSeconds(50), "Before")
                .absentAlert(ofMinutes(61).plusSeconds(20), "After");

        assertThat(only(always(world, ofMinutes(90), NOISY)).getFolded(0).getExampleNamesList())
                .containsExactly("Before");
        assertThat(only(always(world.replicaFails(ofMinutes(61).plusSeconds(40), "r1", "v1"), ofMinutes(90), NOISY))
                        .getFolded(0)
                        .getExampleNamesList())
                .containsExactly("After", "Before");
    }

    @Test
    void what_speaks_against_its_opening_moves_it_also_when_it_is_heard_of_late() {
        var pattern = pattern("unplanned", JOINED + FAILED + STANDING + """
            suspect: failed
            open: failed and (not joined or stale)
            """);
        var world = known().joins(ofMinutes(1), "agent-4")
                .replicaFails(ofMinutes(1).plusSeconds(30), "r1", "v1")
                .stale(ofMinutes(10), "p0");

        assertThat(seconds(only(always(world, ofMinutes(20), pattern)).getOpenedAt()))
                .isEqualTo(ofMinutes(10).toSeconds());
    }

    @Test
    void much_noise_is_counted_once_however_often_its_incident_goes_on_for_longer() {
        var world = known().replicaFails(ofMinutes(1), "r1", "v1");
        for (var alert = 0; alert < 5_000; alert++) {
            world.absentAlert(ofMinutes(2), "Absent" + alert);
        }
        for (var minute = 3; minute < 8; minute++) {
            world.replicaFails(ofMinutes(minute), "r1", "v1");
        }

        assertThat(only(outcome(world, ofMinutes(10), NOISY)).getFolded(0).getCount())
                .isEqualTo(5_000);
    }
}
