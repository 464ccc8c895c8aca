package dev.sentinel.responders.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Severity;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RoutingTest {
    private static final QuietHours NIGHT = new QuietHours(
            LocalTime.of(22, 0), LocalTime.of(7, 0), ZoneId.of("Europe/Berlin"), Severity.SEVERITY_CRITICAL);

    @ParameterizedTest
    @CsvSource(
            nullValues = "at once",
            value = {
                // Berlin is an hour ahead of UTC in February.
                "2026-02-24T20:59:59Z, SEVERITY_ERROR, at once",
                "2026-02-24T21:00:00Z, SEVERITY_ERROR, 2026-02-25T06:00:00Z",
                "2026-02-25T02:00:00Z, SEVERITY_ERROR, 2026-02-25T06:00:00Z",
                "2026-02-25T02:00:00Z, SEVERITY_CRITICAL, at once",
                "2026-02-25T06:00:00Z, SEVERITY_ERROR, at once",
                // The night in which the clocks go forward.
                "2026-03-29T00:30:00Z, SEVERITY_ERROR, 2026-03-29T05:00:00Z",
            })
    void what_wakes_nobody_waits_for_the_morning(Instant now, Severity severity, Instant told) {
        var routing = routing(route("chat").quiet(NIGHT));

        assertThat(routing.of(incident(IncidentState.INCIDENT_STATE_OPEN, severity), now))
                .containsExactly(new Routing.Destination("chat", Optional.ofNullable(told)));
    }

    @Test
    void quiet_hours_within_a_day_end_on_that_day() {
        var siesta =
                new QuietHours(LocalTime.of(13, 0), LocalTime.of(15, 0), ZoneId.of("UTC"), Severity.SEVERITY_ERROR);

        assertThat(siesta.holdBack(Severity.SEVERITY_WARNING, Instant.parse("2026-02-24T14:00:00Z")))
                .contains(Instant.parse("2026-02-24T15:00:00Z"));
        assertThat(siesta.holdBack(Severity.SEVERITY_WARNING, Instant.parse("2026-02-24T15:00:00Z")))
                .isEmpty();
    }

    @Test
    void each_route_is_asked_and_the_earliest_way_to_a_channel_counts() {
        var routing = new Routing(List.of(
                route("chat").quiet(NIGHT).make(),
                route("pager").least(Severity.SEVERITY_CRITICAL).make(),
                route("chat").patterns("new-node-poisons-telemetry").make()));
        Instant night = Instant.parse("2026-02-25T02:00:00Z");

        assertThat(routing.of(incident(IncidentState.INCIDENT_STATE_OPEN, Severity.SEVERITY_ERROR), night))
                .containsExactly(new Routing.Destination("chat", Optional.empty()));
    }

    @Test
    void suspicions_go_only_where_they_are_wanted() {
        var routing = new Routing(
                List.of(route("pager").make(), route("chat").suspicions().make()));

        assertThat(routing.of(incident(IncidentState.INCIDENT_STATE_SUSPECTED, Severity.SEVERITY_ERROR), Samples.NOON))
                .extracting(Routing.Destination::channel)
                .containsExactly("chat");
    }

    @Test
    void what_is_silenced_is_told_nowhere() {
        Incident silenced =
                Samples.incident("one").toBuilder().setSilencedBy("s1").build();

        assertThat(routing(route("chat")).of(silenced, Samples.NOON)).isEmpty();
    }

    @Test
    void other_clusters_and_lesser_things_are_not_told() {
        var elsewhere = routing(route("chat").clusters("office"));
        var critical = routing(route("chat").least(Severity.SEVERITY_CRITICAL));

        assertThat(elsewhere.of(Samples.incident("one"), Samples.NOON)).isEmpty();
        assertThat(critical.of(incident(IncidentState.INCIDENT_STATE_OPEN, Severity.SEVERITY_ERROR), Samples.NOON))
                .isEmpty();
    }

    @Test
    void a_question_to_people_waits_for_no_morning_and_a_mere_plan_does() {
        var routing = routing(route("chat").quiet(NIGHT));
        Incident incident = incident(IncidentState.INCIDENT_STATE_OPEN, Severity.SEVERITY_ERROR);
        Instant night = Instant.parse("2026-02-25T02:00:00Z");
        var plan = Samples.plan("p1");

        assertThat(routing.of(new News.OfPlan(plan, incident, Optional.of(Samples.ticket(plan))), night))
                .containsExactly(new Routing.Destination("chat", Optional.empty()));
        assertThat(routing.of(new News.OfPlan(plan, incident, Optional.empty()), night))
                .containsExactly(new Routing.Destination("chat", Optional.of(Instant.parse("2026-02-25T06:00:00Z"))));
    }

    @Test
    void hours_that_never_begin_are_refused() {
        assertThatThrownBy(() ->
                        new QuietHours(LocalTime.NOON, LocalTime.NOON, ZoneId.of("UTC"), Severity.SEVERITY_CRITICAL))
                .hasMessageContaining("never begin");
    }

    private static Incident incident(IncidentState state, Severity severity) {
        return Samples.incident("one", state, severity);
    }

    private static Routing routing(Making route) {
        return new Routing(List.of(route.make()));
    }

    private static Making route(String channel) {
        return new Making(new Route(
                Severity.SEVERITY_WARNING, List.of(), List.of(), List.of(channel), false, true, Optional.empty()));
    }

    private record Making(Route make) {
        Making quiet(QuietHours hours) {
            return new Making(new Route(
                    make.least(),
                    make.clusters(),
                    make.patterns(),
                    make.channels(),
                    make.suspicions(),
                    true,
                    Optional.of(hours)));
        }

        Making least(Severity severity) {
            return new Making(new Route(
                    severity,
                    make.clusters(),
                    make.patterns(),
                    make.channels(),
                    make.suspicions(),
                    true,
                    make.quiet()));
        }

        Making clusters(String cluster) {
            return new Making(new Route(
                    make.least(),
                    List.of(cluster),
                    make.patterns(),
                    make.channels(),
                    make.suspicions(),
                    true,
                    make.quiet()));
        }

        Making patterns(String pattern) {
            return new Making(new Route(
                    make.least(),
                    make.clusters(),
                    List.of(pattern),
                    make.channels(),
                    make.suspicions(),
                    true,
                    make.quiet()));
        }

        Making suspicions() {
            return new Making(new Route(
                    make.least(), make.clusters(), make.patterns(), make.channels(), true, true, make.quiet()));
        }
    }
}
