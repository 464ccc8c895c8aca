package dev.sentinel.correlator.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.sentinel.v1.Alert;
import dev.sentinel.v1.AlertStatus;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.LonghornOrphanFound;
import dev.sentinel.v1.LonghornOrphanType;
import dev.sentinel.v1.LonghornRebuildStarted;
import dev.sentinel.v1.LonghornReplicaFailed;
import dev.sentinel.v1.LonghornRobustness;
import dev.sentinel.v1.LonghornVolumeRobustnessChanged;
import dev.sentinel.v1.PrometheusHeadStale;
import dev.sentinel.yaml.Parsed;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private static final Event FAILED = Event.newBuilder()
            .setLonghornReplicaFailed(LonghornReplicaFailed.newBuilder().setVolume("pvc-1"))
            .build();

    @Test
    void fills_its_gaps() {
        var template = template("{subject} of {fact.volume} failed on {pivot}: {kind}");

        assertThat(template.gaps()).containsExactly("subject", "fact.volume", "pivot", "kind");
        assertThat(template.render(Template.step(FAILED, "replica r-1", "node agent-4", "")))
                .isEqualTo("replica r-1 of pvc-1 failed on node agent-4: longhorn replica failed");
    }

    @Test
    void shows_a_question_mark_where_a_fact_says_nothing() {
        assertThat(template("on {fact.node}").render(Template.step(FAILED, "", "", "")))
                .isEqualTo("on ?");
        assertThat(template("left {fact.replicas_left}").render(Template.step(FAILED, "", "", "")))
                .isEqualTo("left ?");
        assertThat(template("since {fact.times.failed_at}").render(Template.step(FAILED, "", "", "")))
                .isEqualTo("since ?");
    }

    @Test
    void makes_hostile_values_one_short_line() {
        var hostile = "\u001b[31mred\nROOT \u202egnp.exe\u0000" + "x".repeat(5000);

        var said = template("{subject}!").render(name -> hostile);

        assertThat(said).startsWith("[31mred ROOT  gnp.exe xxx").endsWith("x…!").hasSize(201);
    }

    @Test
    void does_not_tear_a_character_in_two_when_it_clips() {
        var said = template("{subject}").render(name -> "x".repeat(198) + "😀😀");

        assertThat(said).isEqualTo("x".repeat(198) + "…");
    }

    @Test
    void does_not_fill_gaps_that_a_value_brings_along() {
        assertThat(template("{subject}").render(name -> "{pivot}")).isEqualTo("{pivot}");
    }

    @Test
    void refuses_braces_that_are_no_gap() {
        assertThat(Template.parse("{pivot")).isEqualTo(Parsed.wrong("a { without its } ; write gaps like {pivot}"));
        assertThat(Template.parse("pivot}")).isEqualTo(Parsed.wrong("a } without its { ; write gaps like {pivot}"));
        assertThat(Template.parse("{} x"))
                .isEqualTo(Parsed.wrong("\"{}\" is not a gap; write one like {pivot} or {fact.volume}"));
    }

    @Test
    void reads_facts_as_people_do() {
        var robustness = Event.newBuilder()
                .setLonghornVolumeRobustnessChanged(LonghornVolumeRobustnessChanged.newBuilder()
                        .setRobustness(LonghornRobustness.LONGHORN_ROBUSTNESS_FAULTED)
                        .setSizeBytes(1_610_612_736L)
                        .setDegradedAt(Timestamp.newBuilder().setSeconds(1_700_000_000)))
                .build();
        var stale = Event.newBuilder()
                .setPrometheusHeadStale(PrometheusHeadStale.newBuilder()
                        .setAgeSeconds(93_600)
                        .setMaxTimeMs(1_700_000_000_000L)
                        .setReady(true)
                        .setUnchangedReadings(-1))
                .build();

        assertThat(Template.fact(robustness, "robustness")).isEqualTo("faulted");
        assertThat(Template.fact(robustness, "previous_robustness")).isEmpty();
        assertThat(Template.fact(robustness, "size_bytes")).isEqualTo("1.5 GiB");
        assertThat(Template.fact(robustness, "degraded_at")).isEqualTo("2023-11-14T22:13:20Z");
        assertThat(Template.fact(stale, "age_seconds")).isEqualTo("26h");
        assertThat(Template.fact(stale, "max_time_ms")).isEqualTo("2023-11-14T22:13:20Z");
        assertThat(Template.fact(stale, "ready")).isEqualTo("true");
        assertThat(Template.fact(stale, "unchanged_readings")).isEqualTo("4294967295");
        assertThat(Template.fact(stale, "nothing.like.it")).isEmpty();
        assertThat(Template.fact(Event.getDefaultInstance(), "volume")).isEmpty();
    }

    @Test
    void reads_enums_of_several_words_maps_and_lists() {
        var orphan = Event.newBuilder()
                .setLonghornOrphanFound(LonghornOrphanFound.newBuilder()
                        .setType(LonghornOrphanType.LONGHORN_ORPHAN_TYPE_ENGINE_INSTANCE))
                .build();
        var alert = Event.newBuilder()
                .setAlert(Alert.newBuilder()
                        .setStatus(AlertStatus.ALERT_STATUS_FIRING)
                        .putLabels("severity", "page"))
                .build();
        var rebuild = LonghornRebuildStarted.newBuilder();
        for (int i = 0; i < 7; i++) {
            rebuild.addSourceAddresses("10.0.0." + i);
        }

        assertThat(Template.fact(orphan, "type")).isEqualTo("engine instance");
        assertThat(Template.fact(alert, "status")).isEqualTo("firing");
        assertThat(Template.fact(alert, "labels.severity")).isEqualTo("page");
        assertThat(Template.fact(alert, "labels.team")).isEmpty();
        assertThat(Template.fact(
                        Event.newBuilder().setLonghornRebuildStarted(rebuild).build(), "source_addresses"))
                .isEqualTo("10.0.0.0, 10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4 and 2 more");
    }

    @Test
    void survives_numbers_that_no_calendar_has() {
        var strange = Event.newBuilder()
                .setLonghornVolumeRobustnessChanged(LonghornVolumeRobustnessChanged.newBuilder()
                        .setSizeBytes(-1)
                        .setDegradedAt(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE)))
                .build();

        assertThat(Template.fact(strange, "size_bytes")).isEqualTo("18446744073709551615");
        assertThat(Template.fact(strange, "degraded_at")).isEqualTo("9999-12-31T23:59:59Z");
    }

    private static Template template(String text) {
        return Template.parse(text).found().orElseThrow();
    }
}
