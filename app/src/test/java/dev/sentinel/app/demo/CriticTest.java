package dev.sentinel.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.sentinel.app.demo.Verdict.Finding;
import dev.sentinel.lab.scenario.Expectations;
import dev.sentinel.lab.scenario.Expectations.About;
import dev.sentinel.lab.scenario.Expectations.Opens;
import dev.sentinel.lab.scenario.Expectations.Since;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.StoryRole;
import dev.sentinel.v1.StoryStep;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class CriticTest {
    private static final Instant BEGAN = Instant.parse("2026-02-21T03:30:00Z");
    private static final Instant CRASHED = BEGAN.plusSeconds(60);
    private static final String NODE = "kubernetes.node/agent-4";

    @Test
    void what_opens_in_time_is_as_expected() {
        List<Finding> findings = judge(expects(opens(Duration.ofSeconds(60))), incident("flaps", 45));

        assertThat(findings).isNotEmpty().allMatch(Finding::kept);
    }

    @Test
    void what_opens_late_is_not() {
        assertThat(broken(expects(opens(Duration.ofSeconds(30))), incident("flaps", 45)))
                .singleElement()
                .asString()
                .contains("opened after 45s, at most 30s");
    }

    @Test
    void what_does_not_open_is_named_with_what_there_is() {
        Incident suspected = incident("flaps", 45).toBuilder()
                .clearOpenedAt()
                .setState(IncidentState.INCIDENT_STATE_SUSPECTED)
                .build();

        assertThat(broken(expects(opens(Duration.ofSeconds(60))), suspected))
                .singleElement()
                .asString()
                .contains("flaps about kubernetes.node/agent-4 did not open")
                .contains("(suspected)");
    }

    @Test
    void another_node_is_another_incident() {
        Incident elsewhere = incident("flaps", 45).toBuilder()
                .setPivot(Ref.newBuilder().setKind("kubernetes.node").setName("agent-5"))
                .build();

        assertThat(broken(expects(opens(Duration.ofSeconds(60))), elsewhere))
                .hasSize(2)
                .anySatisfy(each -> assertThat(each).contains("nobody expected"));
    }

    @Test
    void what_nobody_expected_fails_unless_it_is_allowed_or_a_part_of_what_was_expected() {
        Incident other = incident("storm", 50);
        Incident part = other.toBuilder().setParentId("flaps").build();
        Incident partOfPart =
                incident("stall", 55).toBuilder().setParentId("storm").build();
        Expectations expected = expects(opens(Duration.ofSeconds(60)));
        Expectations allowing = new Expectations(expected.opens(), List.of(new About("storm", Optional.empty())));

        assertThat(broken(expected, incident("flaps", 45), other))
                .singleElement()
                .asString()
                .contains("nobody expected: storm");
        assertThat(broken(allowing, incident("flaps", 45), other)).isEmpty();
        assertThat(broken(expected, incident("flaps", 45), part, partOfPart)).isEmpty();
    }

    @Test
    void severity_cause_and_words_are_held_to() {
        Opens all = new Opens(
                new About("flaps", Optional.of(NODE)),
                Optional.empty(),
                new Since.TheBeginning(),
                Optional.of("critical"),
                Optional.of("joined"),
                List.of("agent-4", "loki-0"),
                Optional.of("resolved"),
                1);

        assertThat(broken(expects(all), incident("flaps", 45)))
                .hasSize(4)
                .anySatisfy(each -> assertThat(each).contains("is error, expected critical"))
                .anySatisfy(each -> assertThat(each).contains("says why: [agent-4 crashed]"))
                .anySatisfy(each -> assertThat(each).contains("tells of \"loki-0\""))
                .anySatisfy(each -> assertThat(each).contains("is open in the end, expected resolved"));
    }

    @Test
    void a_time_that_counts_from_what_never_came_is_not_kept() {
        Opens opens = new Opens(
                new About("flaps", Optional.empty()),
                Optional.of(Duration.ofSeconds(60)),
                new Since.FirstEvent("prometheus.head.stale"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                1);

        assertThat(broken(expects(opens), incident("flaps", 45)))
                .singleElement()
                .asString()
                .contains("never came");
    }

    @Test
    void a_number_that_is_nowhere_is_lost_unless_its_event_was_known() {
        assertThat(new Ledger(100, 100, 0, 0).lost()).isZero();
        assertThat(new Ledger(100, 97, 3, 0).lost()).isZero();
        assertThat(new Ledger(100, 96, 3, 0).lost()).isEqualTo(1);
        assertThat(new Ledger(100, 96, 3, 0).out()).isEqualTo(97);
    }

    private static Expectations expects(Opens... opens) {
        return new Expectations(List.of(opens), List.of());
    }

    private static Opens opens(Duration within) {
        return new Opens(
                new About("flaps", Optional.of(NODE)),
                Optional.of(within),
                new Since.ATurn("crashes"),
                Optional.empty(),
                Optional.of("crashed"),
                List.of("agent-4"),
                Optional.of("open"),
                1);
    }

    /** Its pattern is its id; it is open so many seconds after the crash. */
    private static Incident incident(String pattern, long seconds) {
        return Incident.newBuilder()
                .setId(pattern)
                .setPattern(pattern)
                .setTitle("agent-4 flaps")
                .setState(IncidentState.INCIDENT_STATE_OPEN)
                .setSeverity(Severity.SEVERITY_ERROR)
                .setPivot(Ref.newBuilder().setKind("kubernetes.node").setName("agent-4"))
                .setOpenedAt(Timestamp.newBuilder()
                        .setSeconds(CRASHED.plusSeconds(seconds).getEpochSecond()))
                .addStory(StoryStep.newBuilder()
                        .setRole(StoryRole.STORY_ROLE_CAUSE)
                        .setSentence("agent-4 crashed"))
                .build();
    }

    private static List<Finding> judge(Expectations expected, Incident... incidents) {
        Map<String, Instant> opened = Arrays.stream(incidents)
                .collect(Collectors.toMap(
                        Incident::getId,
                        each -> Instant.ofEpochSecond(each.getOpenedAt().getSeconds())));
        return new Critic(
                        expected,
                        new Critic.Seen(
                                new Moments(BEGAN, Map.of("crashes", CRASHED), Map.of()), opened, List.of(incidents)))
                .findings();
    }

    private static List<String> broken(Expectations expected, Incident... incidents) {
        return judge(expected, incidents).stream()
                .filter(each -> !each.kept())
                .map(Finding::what)
                .toList();
    }
}
