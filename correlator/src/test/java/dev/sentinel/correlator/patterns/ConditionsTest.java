package dev.sentinel.correlator.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Alert;
import dev.sentinel.v1.AlertStatus;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Heartbeat;
import dev.sentinel.v1.PrometheusHeadStale;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Conditions CONDITIONS = new Conditions();

    private static final Event ALERT = Event.newBuilder()
            .setSeverity(Severity.SEVERITY_ERROR)
            .setSource(Source.newBuilder().setCollector("alertmanager"))
            .setAlert(Alert.newBuilder()
                    .setAboutAbsence(true)
                    .setStatus(AlertStatus.ALERT_STATUS_FIRING)
                    .setName("PrometheusMute")
                    .putLabels("severity", "page"))
            .build();

    @Test
    void asks_the_fact_and_the_event_around_it() {
        assertThat(holds("alert", "fact.about_absence", ALERT)).isTrue();
        assertThat(holds("alert", "event.severity == sentinel.v1.Severity.SEVERITY_ERROR", ALERT))
                .isTrue();
        assertThat(holds("alert", "event.severity == Severity.SEVERITY_INFO", ALERT))
                .isFalse();
        assertThat(holds("alert", "fact.labels['severity'] == 'page'", ALERT)).isTrue();
        assertThat(holds("*", "event.source.collector.startsWith('alert')", ALERT))
                .isTrue();
    }

    @Test
    void does_not_hold_for_an_event_of_another_kind() {
        var beat =
                Event.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()).build();

        assertThat(holds("alert", "!fact.about_absence", beat)).isFalse();
        assertThat(holds("alert", "!fact.about_absence && fact.name.matches('.*')", beat))
                .isFalse();
    }

    @Test
    void counts_what_could_not_be_evaluated_instead_of_throwing() {
        var condition = condition("alert", "fact.labels['team'] == 'storage'");

        assertThat(condition.holds(ALERT)).isFalse();
        assertThat(condition.holds(ALERT)).isFalse();
        assertThat(condition.takeFailures()).isEqualTo(2);
    }

    @Test
    void gives_up_a_loop_of_more_than_64_steps() {
        var labels = Alert.newBuilder();
        for (int i = 0; i < 100; i++) {
            labels.putLabels("l" + i, "v");
        }
        var condition = condition("alert", "fact.labels.all(l, l.startsWith('l'))");

        assertThat(condition.holds(ALERT.toBuilder().setAlert(labels).build())).isFalse();
        assertThat(condition.takeFailures()).isEqualTo(1);
    }

    @Test
    void loops_over_as_many_related_things_as_an_event_may_have() {
        var event = ALERT.toBuilder();
        for (int i = 0; i < 64; i++) {
            event.addRelated(Ref.newBuilder().setKind("longhorn.volume").setName("v" + i));
        }
        var condition = condition("alert", "event.related.all(r, r.kind == 'longhorn.volume')");

        assertThat(condition.holds(event.build())).isTrue();
        assertThat(condition.takeFailures()).isZero();
    }

    @Test
    void refuses_what_is_too_long_or_too_deep() {
        assertThat(fault("alert", "fact.about_absence" + " ".repeat(1024)))
                .isEqualTo("a condition has at most 1024 characters");
        assertThat(fault("alert", "(".repeat(200) + "fact.about_absence" + ")".repeat(200)))
                .contains("recursion");
    }

    @Test
    void refuses_a_regular_expression_without_end_when_it_is_evaluated() {
        var condition = condition("alert", "fact.name.matches('((a{100}){100}){100}')");

        assertThat(condition.holds(ALERT)).isFalse();
        assertThat(condition.takeFailures()).isEqualTo(1);
    }

    @Test
    void names_the_nearest_word() {
        assertThat(fault("alert", "fact.about_absense"))
                .isEqualTo(
                        "column 5: undefined field 'about_absense'; Alert has no \"about_absense\"; did you mean \"about_absence\"?");
        assertThat(fault("alert", "event.severty == Severity.SEVERITY_INFO"))
                .endsWith("Event has no \"severty\"; did you mean \"severity\"?");
        assertThat(fault("alert", "event.source.colector == ''"))
                .endsWith("Source has no \"colector\"; did you mean \"collector\"?");
        assertThat(fault("alert", "fact.status == AlertStatus.ALERT_STATUS_FRING"))
                .endsWith("AlertStatus has no \"ALERT_STATUS_FRING\"; did you mean \"ALERT_STATUS_FIRING\"?");
        assertThat(fault("alert", "fact.status == AlertState.ALERT_STATUS_FIRING"))
                .endsWith("no enum is called \"AlertState\"; did you mean \"AlertStatus\"?");
        assertThat(fault("alert", "fakt.about_absence")).endsWith("did you mean \"fact\"?");
        assertThat(fault("alert", "fact.name.startWith('x')")).endsWith("did you mean \"startsWith\"?");
        assertThat(fault("alert", "fact.name"))
                .isEqualTo("column 5: a condition must be true or false, this is 'string'");
        assertThat(fault("*", "fact.name == ''")).endsWith("; with kind \"*\" there is only \"event\"");
        assertThat(fault("prometheus.head.stale", "fact.age_seconds == 3"))
                .endsWith("; compare counts with 3u and fractions with 3.0");
        assertThat(fault("alert", "fact.about_absence &&")).contains("end of the condition");
    }

    @Test
    void simple_conditions_need_no_cel_and_answer_as_cel_does() {
        var events = List.of(
                ALERT,
                ALERT.toBuilder()
                        .setSeverity(Severity.SEVERITY_INFO)
                        .setAlert(ALERT.getAlert().toBuilder()
                                .setAboutAbsence(false)
                                .setStatusValue(99)
                                .setName("")
                                .setStartsAt(Timestamp.getDefaultInstance()))
                        .build(),
                Event.newBuilder().setAlert(Alert.getDefaultInstance()).build());
        for (var text : List.of(
                "fact.about_absence",
                "!fact.about_absence",
                "true",
                "fact.about_absence == false",
                "fact.status == AlertStatus.ALERT_STATUS_FIRING",
                "fact.status != sentinel.v1.AlertStatus.ALERT_STATUS_FIRING",
                "event.severity >= Severity.SEVERITY_WARNING && fact.name != 'y'",
                "event.severity < 3 || fact.name == 'PrometheusMute'",
                "1 < event.severity",
                "event.source.collector in ['alertmanager', 'grafana']",
                "event.severity in [1, 4]",
                "!(fact.name == '' || !fact.about_absence)",
                "has(fact.starts_at)",
                "has(fact.name)",
                "has(event.source)",
                "event.alert.about_absence",
                "event.heartbeat.interval_seconds > 0",
                "event.source.collector == fact.name")) {
            agrees("alert", text, events);
        }
    }

    @Test
    void numbers_without_sign_are_compared_as_what_they_are() {
        var events = List.of(
                stale(0, 0),
                stale(3, 3),
                stale(-1, -1L),
                stale(Integer.MIN_VALUE, Long.MIN_VALUE),
                stale(7, Long.MAX_VALUE));
        for (var text : List.of(
                "fact.age_seconds > 3600",
                "fact.age_seconds < 5",
                "fact.age_seconds >= 9223372036854775806",
                "fact.unchanged_readings > 2",
                "fact.unchanged_readings == 4294967295u",
                "fact.unchanged_readings <= 3u",
                "fact.max_time_ms > 3",
                "fact.max_time_ms == -1",
                "fact.unchanged_readings < fact.age_seconds")) {
            agrees("prometheus.head.stale", text, events);
        }
    }

    @Test
    void what_is_not_simple_stays_with_cel() {
        for (var text : List.of(
                "fact.labels.exists(l, l == 'severity')",
                "fact.name.contains('Mute')",
                "fact.values['a'] > 1.0",
                "fact.starts_at < timestamp('2026-01-01T00:00:00Z')",
                "size(event.related) > 2",
                "has(fact.labels.team)",
                "has(event.related)")) {
            assertThat(condition("alert", text).isShort()).as(text).isFalse();
        }
    }

    @Test
    void every_kind_of_the_schema_can_have_a_condition() {
        for (var kind : Kinds.all()) {
            assertThat(CONDITIONS.compile(kind, "has(event.subject) || fact == fact"))
                    .as(kind)
                    .isInstanceOf(Compiling.Compiled.Good.class);
        }
    }

    @Test
    void shows_itself_as_it_was_written() {
        assertThat(condition("alert", "fact.about_absence")).hasToString("fact.about_absence");
    }

    private static Event stale(int readings, long number) {
        return Event.newBuilder()
                .setPrometheusHeadStale(PrometheusHeadStale.newBuilder()
                        .setUnchangedReadings(readings)
                        .setAgeSeconds(number)
                        .setMaxTimeMs(number))
                .build();
    }

    private static void agrees(String kind, String text, List<Event> events) {
        var condition = condition(kind, text);
        assertThat(condition.isShort()).as(text).isTrue();
        for (var event : events) {
            assertThat(condition.holds(event)).as("%s for %s", text, event).isEqualTo(condition.evaluate(event));
        }
        assertThat(condition.takeFailures()).as(text).isZero();
    }

    private static boolean holds(String kind, String text, Event event) {
        return condition(kind, text).holds(event);
    }

    private static CelCondition condition(String kind, String text) {
        return switch (CONDITIONS.compile(kind, text)) {
            case Compiling.Compiled.Good good -> (CelCondition) good.condition();
            case Compiling.Compiled.Wrong wrong -> throw new AssertionError(text + ": " + wrong);
        };
    }

    private static String fault(String kind, String text) {
        return switch (CONDITIONS.compile(kind, text)) {
            case Compiling.Compiled.Good good -> "no fault: " + good;
            case Compiling.Compiled.Wrong wrong ->
                wrong.faults().getFirst().what() + wrong.faults().getFirst().hint();
        };
    }
}
