package dev.sentinel.lab.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Small;
import dev.sentinel.lab.world.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertmanagerTest {

    private static final String ALERT =
            "[{\"labels\":{\"alertname\":\"DiskFull\",\"job\":\"db\"},\"annotations\":{\"summary\":\"full\"}}]";

    private final Small small = new Small(5, Map.of());
    private final Witness alertmanager =
            new Witness(small, Place.of("monitoring/alertmanager-main-0"), Telemetry.ALERTMANAGER);
    private final Telemetry telemetry = small.cluster.telemetry();

    @BeforeEach
    void runs() {
        small.cluster.alertmanager("monitoring", "alertmanager-main");
        telemetry.alertsGoTo(new Letter.Receiver("http://127.0.0.1:1/hook", Optional.of("token")));
        small.passes(Duration.ofSeconds(30));
    }

    @Test
    void tells_its_receiver_of_what_fires_and_of_its_end() {
        assertThat(post("/api/v2/alerts", ALERT).code()).isEqualTo(200);
        assertThat(alertmanager
                        .json("/api/v2/alerts")
                        .get(0)
                        .path("status")
                        .path("state")
                        .asText())
                .isEqualTo("active");
        small.passes(Duration.ofSeconds(40));

        JsonNode first = delivered(true);
        assertThat(first.path("version").asText()).isEqualTo("4");
        assertThat(first.path("status").asText()).isEqualTo("firing");
        assertThat(first.path("alerts").get(0).path("endsAt").asText()).isEqualTo("0001-01-01T00:00:00Z");
        assertThat(first.path("alerts").get(0).path("fingerprint").asText()).hasSize(16);
        assertThat(telemetry.letters(small.world)).as("told once").isEmpty();

        small.passes(Duration.ofMinutes(11));
        assertThat(alertmanager.json("/api/v2/alerts")).isEmpty();
        assertThat(delivered(true).path("alerts").get(0).path("status").asText())
                .isEqualTo("resolved");
    }

    @Test
    void a_receiver_that_refuses_is_tried_again_and_then_given_up() {
        post("/api/v2/alerts", ALERT);
        small.passes(Duration.ofSeconds(40));
        JsonNode first = delivered(false);
        assertThat(telemetry.letters(small.world)).as("not at once").isEmpty();
        for (int i = 0; i < 5; i++) {
            small.passes(Duration.ofSeconds(40));
            assertThat(delivered(false)).isEqualTo(first);
        }

        small.passes(Duration.ofSeconds(40));
        assertThat(telemetry.letters(small.world)).isEmpty();
        assertThat(alertmanager.log())
                .last()
                .asString()
                .contains(
                        "msg=\"Notify for alerts failed\"",
                        "err=\"sentinel/webhook[0]: notify retry canceled after 6 attempts: refused\"");
    }

    @Test
    void a_silence_holds_back_what_it_matches_until_it_is_expired() {
        post("/api/v2/alerts", ALERT);
        Answered made = post("/api/v2/silences", silence("DiskFull", false, 3600));
        String id = Witness.read(made).path("silenceID").asText();

        assertThat(alertmanager
                        .json("/api/v2/alerts")
                        .get(0)
                        .path("status")
                        .path("silencedBy")
                        .get(0)
                        .asText())
                .isEqualTo(id);
        assertThat(alertmanager
                        .json("/api/v2/silences")
                        .get(0)
                        .path("status")
                        .path("state")
                        .asText())
                .isEqualTo("active");
        small.passes(Duration.ofSeconds(40));
        assertThat(telemetry.letters(small.world)).isEmpty();

        assertThat(alertmanager
                        .ask(new Asked("DELETE", "/api/v2/silence/" + id, Map.of(), ""))
                        .code())
                .isEqualTo(200);
        assertThat(alertmanager
                        .json("/api/v2/silence/" + id)
                        .path("status")
                        .path("state")
                        .asText())
                .isEqualTo("expired");
        assertThat(alertmanager
                        .json("/api/v2/alerts")
                        .get(0)
                        .path("status")
                        .path("state")
                        .asText())
                .isEqualTo("active");
    }

    @ParameterizedTest
    @CsvSource({
        "Disk.*, true, 200",
        "Dis, true, 200",
        "'.*', true, 400",
        "'(', true, 400",
        "'', false, 400",
    })
    void a_silence_must_mean_something(String value, boolean regex, int code) {
        assertThat(post("/api/v2/silences", silence(value, regex, 60)).code()).isEqualTo(code);
    }

    @Test
    void a_silence_of_the_past_is_turned_away() {
        assertThat(post("/api/v2/silences", silence("DiskFull", false, -60)).code())
                .isEqualTo(400);
        assertThat(post("/api/v2/silences", "{").code()).isEqualTo(400);
        assertThat(alertmanager.ask("/api/v2/silence/nothing").code()).isEqualTo(404);
    }

    @Test
    void there_is_an_end_to_silences_and_alerts() {
        for (int i = 0; i < Silences.MOST; i++) {
            assertThat(post("/api/v2/silences", silence("a" + i, false, 60)).code())
                    .isEqualTo(200);
        }
        assertThat(post("/api/v2/silences", silence("one", false, 60)).body()).contains("exceeded maximum");
        HeldAlerts held = new HeldAlerts();
        for (int i = 0; i < HeldAlerts.MOST + 5; i++) {
            held.put(small.world.now(), Tree.of("labels", Tree.of("alertname", "a" + i)), Duration.ofMinutes(1));
        }
        assertThat(held.all()).hasSize(HeldAlerts.MOST);
    }

    @Test
    void fingerprints_are_those_of_prometheus_libraries() {
        // The hash of no labels is the offset of FNV-1a (prometheus/common, model.LabelSet.Fingerprint).
        assertThat(HeldAlerts.fingerprint(Map.of())).isEqualTo("cbf29ce484222325");
        assertThat(HeldAlerts.fingerprint(Map.of("a", "b"))).isNotEqualTo(HeldAlerts.fingerprint(Map.of("b", "a")));
    }

    @Test
    void a_mute_prometheus_raises_a_storm_about_what_is_healthy() {
        small.cluster.prometheus("monitoring", "k8s", "4Gi");
        small.passes(Duration.ofMinutes(1));
        assertThat(names()).containsExactly("Watchdog");
        String volume =
                Tree.text(small.world.store().all(Kinds.CLAIM).iterator().next(), "spec", "volumeName");

        small.happens("make volume %s eio".formatted(volume));
        small.passes(Duration.ofMinutes(19));
        assertThat(names()).containsExactly("Watchdog");
        small.passes(Duration.ofMinutes(3));

        assertThat(names()).hasSize(10).contains("KubeAPIDown", "KubeletDown", "NodeExporterDown");
        assertThat(delivered(true).path("alerts"))
                .hasSize(9)
                .allSatisfy(
                        alert -> assertThat(alert.path("generatorURL").asText()).contains("absent%28up%7Bjob%3D%22"));

        small.happens("make volume %s fine".formatted(volume));
        small.passes(Duration.ofMinutes(6));
        assertThat(names()).containsExactly("Watchdog");
        assertThat(delivered(true).path("status").asText()).isEqualTo("resolved");
    }

    private List<String> names() {
        return Tree.items(alertmanager.json("/api/v2/alerts"))
                .map(each -> Tree.text(each, "labels", "alertname"))
                .sorted()
                .toList();
    }

    private JsonNode delivered(boolean taken) {
        Letter letter = telemetry.letters(small.world).getFirst();
        telemetry.sent(small.world, letter, taken, "refused");
        return Bodies.read(letter.body()).orElseThrow();
    }

    private Answered post(String path, String body) {
        return alertmanager.ask(new Asked("POST", path, Map.of(), body));
    }

    private String silence(String value, boolean regex, long seconds) {
        return Tree.of(
                        "matchers",
                        Tree.list(Tree.of("name", "alertname", "value", value, "isRegex", regex)),
                        "startsAt",
                        small.world.now().minusSeconds(120),
                        "endsAt",
                        small.world.now().plusSeconds(seconds),
                        "createdBy",
                        "sentinel",
                        "comment",
                        "incident 1")
                .toString();
    }
}
