package dev.sentinel.correlator.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.v1.AffectedThing;
import dev.sentinel.v1.BlastRadius;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.MaintenanceWindow;
import dev.sentinel.v1.MatchOperator;
import dev.sentinel.v1.Matcher;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Silence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuietTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Incident INCIDENT = Incident.newBuilder()
            .setId("i1")
            .setCluster("lab")
            .setPattern("volume-stalled")
            .setSeverity(Severity.SEVERITY_ERROR)
            .setPivot(ref("longhorn.volume", "", "pvc-1"))
            .setBlastRadius(BlastRadius.newBuilder()
                    .addThings(AffectedThing.newBuilder().setRef(ref("prometheus.server", "monitoring", "k8s-0")))
                    .addThings(AffectedThing.newBuilder()
                            .setRef(ref("loki.server", "monitoring", "loki-0"))
                            .setAtRiskOnly(true)))
            .build();

    @ParameterizedTest
    @CsvSource({
        "cluster, EQUAL, lab, true",
        "cluster, EQUAL, la, false",
        "cluster, NOT_EQUAL, prod, true",
        "cluster, NOT_EQUAL, lab, false",
        "pattern, EQUAL, volume-stalled, true",
        "severity, EQUAL, error, true",
        "severity, REGEX, error|critical, true",
        "severity, REGEX, err, false",
        "severity, NOT_REGEX, info|warning, true",
        "severity, NOT_REGEX, err.*, false",
        "pivot, EQUAL, pvc-1, true",
        "pivot, EQUAL, longhorn.volume/pvc-1, true",
        "pivot, EQUAL, k8s-0, false",
        "thing, EQUAL, pvc-1, true",
        "thing, EQUAL, k8s-0, true",
        "thing, EQUAL, monitoring/k8s-0, true",
        "thing, REGEX, prometheus.server/.*, true",
        "thing, NOT_EQUAL, k8s-0, false",
        "thing, NOT_EQUAL, k8s-1, true",
        "thing, EQUAL, loki-0, false",
        "colour, EQUAL, red, false",
        "thing, REGEX, (, false",
        "thing, NOT_REGEX, (, false",
    })
    void a_matcher_looks_at_what_it_names(String name, String operator, String value, boolean met) {
        Matcher matcher = matcher(name, MatchOperator.valueOf("MATCH_OPERATOR_" + operator), value);
        assertThat(by(silence(matcher)).isPresent()).isEqualTo(met);
    }

    @Test
    void every_matcher_of_a_silence_must_hold() {
        Matcher good = matcher("cluster", MatchOperator.MATCH_OPERATOR_EQUAL, "lab");
        Matcher bad = matcher("cluster", MatchOperator.MATCH_OPERATOR_EQUAL, "prod");
        assertThat(by(silence(good))).contains("silence:s1");
        assertThat(by(silence(good, bad))).isEmpty();
    }

    @Test
    void a_silence_without_a_condition_hides_nothing() {
        assertThat(by(silence())).isEmpty();
    }

    @Test
    void an_expression_made_to_take_for_ever_does_not() {
        Incident long1 = INCIDENT.toBuilder().setCluster("a".repeat(60)).build();
        Silence silence = silence(matcher("cluster", MatchOperator.MATCH_OPERATOR_REGEX, "(a+)+$b"));
        assertThat(Quiet.by(long1, List.of(silence), List.of(), NOON)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-1, false", "0, true", "3599, true", "3600, false"})
    void a_silence_holds_from_its_beginning_until_its_end(long after, boolean holds) {
        Silence silence = silence(matcher("cluster", MatchOperator.MATCH_OPERATOR_EQUAL, "lab"));
        assertThat(Quiet.by(INCIDENT, List.of(silence), List.of(), NOON.plusSeconds(after))
                        .isPresent())
                .isEqualTo(holds);
    }

    @Test
    void one_that_was_ended_by_hand_holds_no_more() {
        Silence silence = silence(matcher("cluster", MatchOperator.MATCH_OPERATOR_EQUAL, "lab")).toBuilder()
                .setExpiredAt(Timestamps.fromMillis(NOON.toEpochMilli()))
                .build();
        assertThat(by(silence)).isEmpty();
    }

    @Test
    void maintenance_holds_incidents_about_its_things_and_those_that_they_suffer_from() {
        assertThat(by(window("lab", ref("longhorn.volume", "", "pvc-1")))).contains("maintenance:m1");
        assertThat(by(window("lab", ref("prometheus.server", "monitoring", "k8s-0"))))
                .contains("maintenance:m1");
        assertThat(by(window("lab", ref("prometheus.server", "other", "k8s-0"))))
                .isEmpty();
        assertThat(by(window("prod", ref("longhorn.volume", "", "pvc-1")))).isEmpty();
        assertThat(by(window("lab", ref("longhorn.replica", "", "pvc-1")))).isEmpty();
    }

    @Test
    void work_on_what_is_only_at_risk_hides_nothing() {
        assertThat(by(window("lab", ref("loki.server", "monitoring", "loki-0"))))
                .isEmpty();
    }

    private static Optional<String> by(Silence silence) {
        return Quiet.by(INCIDENT, List.of(silence), List.of(), NOON);
    }

    private static Optional<String> by(MaintenanceWindow window) {
        return Quiet.by(INCIDENT, List.of(), List.of(window), NOON);
    }

    private static Ref ref(String kind, String namespace, String name) {
        return Ref.newBuilder()
                .setKind(kind)
                .setNamespace(namespace)
                .setName(name)
                .build();
    }

    private static Matcher matcher(String name, MatchOperator operator, String value) {
        return Matcher.newBuilder()
                .setName(name)
                .setOperator(operator)
                .setValue(value)
                .build();
    }

    private static Silence silence(Matcher... matchers) {
        return Silence.newBuilder()
                .setId("s1")
                .addAllMatchers(List.of(matchers))
                .setStartsAt(Timestamps.fromMillis(NOON.toEpochMilli()))
                .setEndsAt(Timestamps.fromMillis(NOON.toEpochMilli() + 3_600_000))
                .build();
    }

    private static MaintenanceWindow window(String cluster, Ref target) {
        return MaintenanceWindow.newBuilder()
                .setId("m1")
                .setCluster(cluster)
                .addTargets(target)
                .setStartsAt(Timestamps.fromMillis(NOON.toEpochMilli()))
                .setEndsAt(Timestamps.fromMillis(NOON.toEpochMilli() + 3_600_000))
                .build();
    }
}
