package dev.sentinel.collectors.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Fixture;
import dev.sentinel.collectors.reading.Hostile;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Told;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.collectors.rules.Fault;
import dev.sentinel.collectors.stores.AlertReading;
import dev.sentinel.collectors.stores.AlertState;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.proto.Contract;
import dev.sentinel.v1.Event;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies of strangers, and what they become. */
final class WebhookReadingTest {
    private static final Contract CONTRACT = new Contract();
    private static final Instant NOW = Instant.parse("2026-02-21T10:00:00Z");
    private static final Facts FACTS = new Facts(new Witness("va1", "webhook", "one"));
    private static final Store ALERTS = new Store(Refs.of("grafana.server", "monitoring", "grafana"), List.of());
    private static final String VOLUME = """
            {"event": {"type": "Volume_Offline", "level": "warn", "code": 17, "time": 1771666800}, "array": {"name": "fa-1"},
             "volume": {"display.name": "vm", "pool": "p0"}, "hosts": [{"name": "hvn03"}]}""";
    private static final String MONITOR = """
            {"kind": "monitor", "site": "va1", "problems": [
              {"rule": "DiskSlow", "open": true, "id": "p-1", "prio": 1, "host": "hvn01", "since": "2026-02-21T09:59:00Z", "text": "t"},
              {"rule": "DiskOk", "open": false, "id": "p-2", "prio": 2, "since": "1771666800000"},
              {"open": true, "prio": 2},
              {"rule": "NoPrio", "open": true, "prio": 9}]}""";

    private final Mappings mappings = good(text("mappings.yaml"));
    private final WebhookReading reading = new WebhookReading(FACTS, mappings);
    private final CloudEventReading clouds = new CloudEventReading(reading, new SentEvents(CONTRACT));

    @Test
    void a_body_becomes_a_fact_of_the_users_own() {
        assertThat(told(reading.read(AlertState.empty(), json(VOLUME), NOW)))
                .singleElement()
                .asString()
                .startsWith(
                        "custom warning x.array_volume/fa-1/vm [x.array/fa-1, host.machine/hvn03] name: \"array.volume_offline\"")
                .contains("value: \"Volume_Offline on fa-1\"", "value: \"p0\"", "value: \"17\"");
    }

    @Test
    void the_same_body_again_is_the_same_event() {
        Outcome one = reading.read(AlertState.empty(), json(VOLUME), NOW);
        Outcome two = reading.read(AlertState.empty(), json(VOLUME), NOW.plusSeconds(60));

        assertThat(taken(one).events().getFirst().getId())
                .isEqualTo(taken(two).events().getFirst().getId());
    }

    @Test
    void items_of_a_list_become_alerts_and_what_does_not_fit_is_named() {
        Outcome.Taken taken = taken(reading.read(AlertState.empty(), json(MONITOR), NOW));

        assertThat(Told.facts(taken.events()))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("alert error x.monitor/va1")
                                .contains(
                                        "ALERT_ORIGIN_WEBHOOK", "name: \"DiskSlow\"", "fingerprint: \"p-1\"", "hvn01"),
                        line -> assertThat(line).startsWith("alert info").contains("ALERT_STATUS_RESOLVED"));
        assertThat(taken.leftOut())
                .containsExactly(
                        "name: nothing at \"rule\"",
                        "severity: \"\" is none; give it a row in the table, or an \"else\"");
        assertThat(taken(reading.read(taken.state(), json(MONITOR), NOW.plusSeconds(60)))
                        .events())
                .isEmpty();
    }

    @Test
    void what_no_mapping_is_for_and_what_does_not_fit_is_refused_with_the_reason() {
        assertThat(reading.read(AlertState.empty(), json("{\"a\": 1, \"b\\n\": 2}"), NOW))
                .isEqualTo(new Outcome.Refused(Refusal.UNMAPPED, "no mapping is for this body (it has a, b )"));
        assertThat(reading.read(
                        AlertState.empty(),
                        json("{\"event\": {\"type\": \"volume_offline\"}, \"array\": {\"name\": \"a\"}}"),
                        NOW))
                .isEqualTo(new Outcome.Refused(
                        Refusal.ILL_FITTING,
                        "mapping \"array-volume\": subject: nothing at \"volume[\"display.name\"]\""));
        assertThat(reading.read(AlertState.empty(), json("{\"kind\": \"monitor\", \"problems\": {}}"), NOW))
                .isEqualTo(new Outcome.Refused(
                        Refusal.ILL_FITTING, "mapping \"monitor\": each: there is no list at that path"));
        assertThat(Refusal.ILL_FITTING.code()).isEqualTo(422);
    }

    @Test
    void an_empty_list_is_rightly_nothing() {
        assertThat(taken(reading.read(AlertState.empty(), json("{\"kind\": \"monitor\", \"problems\": []}"), NOW))
                        .events())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "severity: warnin | m.yaml:4: severity: \"warnin\" is none; did you mean \"warning\"?",
                "subjct: x.a/b | m.yaml:4: the key \"subjct\" is not known; did you mean \"subject\"?",
                "subject: machine/b | m.yaml:4: subject: \"machine/b\" is no thing; write kind/name or kind/namespace/name",
                "subject: x.a/{b..c} | m.yaml:4: subject: \"b..c\" is no path; write fields with dots, name[0], or [\"a name with dots\"]",
                "subject: x.a/{b | m.yaml:4: subject: the { has no }",
                "alert: {name: n, status: firing} | m.yaml:4: alert: a mapping makes either a \"custom\" fact or an \"alert\"",
                "each: 'a[x]' | m.yaml:4: each: \"a[x]\" is no path; write fields with dots, name[0], or [\"a name with dots\"]",
                "severity: {of: a, x: bad} | m.yaml:4: x: \"bad\" is none; known: info, warning, error, critical",
            })
    void a_wrong_mapping_is_told_with_file_line_and_the_right_word(String wrong, String fault) {
        List<String> lines = new ArrayList<>(List.of(
                "mappings:",
                "  - id: one",
                "    when: {a: b}",
                "    " + wrong,
                "    custom: {name: a.b, fields: {c: \"{d}\"}}"));
        if (!wrong.startsWith("severity")) {
            lines.add("    severity: info");
        }
        if (!wrong.startsWith("subject")) {
            lines.add("    subject: x.a/b");
        }
        var files = new LinkedHashMap<String, String>();
        files.put("m.yaml", String.join("\n", lines));

        assertThat(Mappings.load(files)).isInstanceOf(Mappings.Loaded.Bad.class);
        assertThat(((Mappings.Loaded.Bad) Mappings.load(files))
                        .faults().stream().map(Fault::toString))
                .contains(fault);
    }

    @Test
    void a_mapping_is_held_against_its_own_examples() {
        var files = new LinkedHashMap<String, String>();
        files.put("m.yaml", """
                mappings:
                  - id: one
                    when: {a: "*"}
                    severity: info
                    subject: x.a/{a}
                    custom: {name: a.b}
                    examples:
                      - body: '{"b": 1}'
                      - nothing: '{"a": 1}'
                      - body: '{"a": 1}'
                        becomes: {subject: x.a/2}
                      - body: 'x'
                """);

        assertThat(((Mappings.Loaded.Bad) Mappings.load(files))
                        .faults().stream().map(Fault::toString))
                .satisfiesExactly(
                        fault -> assertThat(fault)
                                .isEqualTo("m.yaml:8: body: the mapping \"one\" does not take this body"),
                        fault -> assertThat(fault).isEqualTo("m.yaml:9: nothing: the mapping \"one\" takes this body"),
                        fault -> assertThat(fault).isEqualTo("m.yaml:11: subject: is \"x.a/1\", not \"x.a/2\""),
                        fault -> assertThat(fault).startsWith("m.yaml:12: body: the body is not JSON"));
    }

    @Test
    void an_event_of_ours_arrives_in_all_modes_and_both_encodings() throws IOException {
        Event event = taken(reading.read(AlertState.empty(), json(VOLUME), NOW))
                .events()
                .getFirst();
        String json = com.google.protobuf.util.JsonFormat.printer().print(event);
        String base64 = Base64.getEncoder().encodeToString(event.toByteArray());
        String head = "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/x\", \"type\": \"sentinel.v1.Event\", ";
        var binary = Map.of("ce-specversion", "1.0", "ce-id", "1", "ce-source", "/x", "ce-type", "sentinel.v1.Event");

        for (CloudEventReading.Call call : List.of(
                call(with(binary, "content-type", "application/protobuf"), event.toByteArray()),
                call(with(binary, "content-type", "application/json; charset=utf-8"), json.getBytes(UTF_8)),
                structured(head + "\"data\": " + json + "}"),
                structured(
                        head + "\"datacontenttype\": \"application/protobuf\", \"data_base64\": \"" + base64 + "\"}"),
                call(
                        Map.of("content-type", "application/cloudevents-batch+json"),
                        ("[" + head + "\"data\": " + json + "}]").getBytes(UTF_8)))) {
            assertThat(CloudEventReading.isOne(call)).isTrue();
            assertThat(taken(clouds.read(AlertState.empty(), call, NOW)).events())
                    .containsExactly(event);
        }
        assertThat(taken(clouds.read(
                                AlertState.empty(),
                                call(
                                        with(binary, "content-type", "application/protobuf"),
                                        event.toBuilder().clearId().build().toByteArray()),
                                NOW))
                        .events())
                .containsExactly(event);
    }

    @Test
    void an_event_against_the_contract_is_refused_with_what_is_wrong() {
        Outcome refused = clouds.read(
                AlertState.empty(),
                structured(
                        "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/x\", \"type\": \"sentinel.v1.Event\", \"data\": {\"cluster\": \"bad cluster\", \"occurredAt\": \"2026-02-21T10:00:00Z\"}}"),
                NOW);

        assertThat(refused).isInstanceOfSatisfying(Outcome.Refused.class, each -> {
            assertThat(each.refusal()).isEqualTo(Refusal.INVALID);
            assertThat(each.why()).startsWith("against the contract: ").contains("cluster");
        });
    }

    @Test
    void any_other_cloud_event_goes_through_the_mappings() {
        CloudEventReading other = new CloudEventReading(new WebhookReading(FACTS, good("""
                mappings:
                  - id: cloud
                    when: {type: com.example.volume}
                    occurred_at: time
                    severity: error
                    subject: x.volume/{data.name}
                    custom: {name: cloud.volume, fields: {source: "{source}", who: "{who}"}}
                """)), new SentEvents(CONTRACT));
        var headers = Map.of(
                "ce-specversion",
                "1.0",
                "ce-id",
                "1",
                "ce-source",
                "/arr%C3%A4y",
                "ce-type",
                "com.example.volume",
                "ce-time",
                "2026-02-21T09:59:00Z",
                "ce-who",
                "50%",
                "content-type",
                "application/json");

        assertThat(told(other.read(AlertState.empty(), call(headers, "{\"name\": \"v\"}".getBytes(UTF_8)), NOW)))
                .singleElement()
                .asString()
                .startsWith("custom error x.volume/v")
                .contains("value: \"50%\"", "/arr");
        assertThat(other.read(AlertState.empty(), call(with(headers, "content-type", "text/plain"), new byte[0]), NOW))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        each -> assertThat(each.refusal()).isEqualTo(Refusal.UNSUPPORTED));
        assertThat(other.read(AlertState.empty(), call(with(headers, "ce-specversion", "0.3"), new byte[0]), NOW))
                .isEqualTo(new Outcome.Refused(
                        Refusal.UNREADABLE, "specversion \"0.3\"; CloudEvents are read in version 1.0"));
    }

    @Test
    void grafana_says_that_it_is_blind() {
        var read = new AlertReading(FACTS).webhook(AlertState.empty(), ALERTS, json(text("grafana.json")), NOW);

        assertThat(Told.facts(read.events()))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("alert warning grafana.server/monitoring/grafana")
                                .contains(
                                        "ALERT_ORIGIN_GRAFANA",
                                        "DatasourceError",
                                        "about_absence: true",
                                        "silence_url"),
                        line -> assertThat(line).contains("DatasourceNoData", "about_absence: true"),
                        line -> assertThat(line)
                                .startsWith("alert error")
                                .contains("value: 97.5")
                                .doesNotContain("about_absence"));
    }

    @Test
    void alerts_that_alertmanager_cut_off_count_towards_a_storm() {
        var read = new AlertReading(FACTS).webhook(AlertState.empty(), ALERTS, json(text("alertmanager-v4.json")), NOW);

        assertThat(Told.facts(read.events()))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("alert error")
                                .contains("ALERT_ORIGIN_ALERTMANAGER", "group_key", "receiver: \"sentinel\"")
                                .doesNotContain("ends_at"),
                        line -> assertThat(line).startsWith("alert info").contains("ends_at"),
                        line -> assertThat(line)
                                .startsWith("alert.storm warning")
                                .contains("alert_count: 41"));
    }

    @Test
    void hostile_bodies_throw_nothing_and_become_nothing_invalid() {
        Hostile hostile = new Hostile(3);
        Random random = new Random(3);
        AlertState state = AlertState.empty();
        List<String> sound = List.of(VOLUME, MONITOR, text("grafana.json"), """
                {"specversion": "1.0", "id": "1", "source": "/x", "type": "sentinel.v1.Event", "data":
                 {"cluster": "c", "severity": 3, "occurredAt": "2026-02-21T10:00:00Z", "related": [{"kind": "a"}], "kernelTaskHung": {"pid": 5}}}""");
        for (int round = 0; round < 1_500; round++) {
            String one = sound.get(round % sound.size());
            byte[] bytes = hostile.broken(one).getBytes(UTF_8);
            if (random.nextInt(10) == 0) {
                random.nextBytes(bytes);
            }
            var call = call(
                    Map.of("content-type", "application/cloudevents" + (round % 3 == 0 ? "-batch" : "") + "+json"),
                    bytes);
            state = after(state, clouds.read(state, call, NOW));
            state = after(
                    state,
                    clouds.read(
                            state,
                            call(
                                    Map.of(
                                            "ce-specversion",
                                            "1.0",
                                            "ce-type",
                                            "sentinel.v1.Event",
                                            "ce-id",
                                            "%",
                                            "ce-source",
                                            "%zz"),
                                    bytes),
                            NOW));
            JsonNode broken = hostile.broken(json(one));
            state = after(state, reading.read(state, broken, NOW));
            state = after(state, clouds.read(state, structured(broken.toString()), NOW));
        }
    }

    @Test
    void deep_and_huge_documents_and_numbers_are_refused_at_once() {
        for (String body : List.of(
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                "\"" + "x".repeat(Body.LARGEST),
                "",
                "1e" + "9".repeat(100_000),
                "{} {}")) {
            assertThat(new Body().read(body.getBytes(UTF_8))).isInstanceOf(Body.Read.Bad.class);
        }
        String huge =
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"x\",\"type\":\"sentinel.v1.Event\",\"data\":{\"hostSpaceLow\":{\"freeCount\":\"1e999999999\"}}}";
        assertThat(clouds.read(AlertState.empty(), structured(huge), NOW)).isInstanceOf(Outcome.Refused.class);
    }

    private static AlertState after(AlertState before, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Taken taken -> {
                taken.events().forEach(Told::check);
                yield taken.state();
            }
            case Outcome.Refused refused -> {
                assertThat(refused.why()).isNotEmpty().hasSizeLessThan(8_000);
                yield before;
            }
        };
    }

    private static List<String> told(Outcome outcome) {
        return Told.facts(taken(outcome).events());
    }

    private static Outcome.Taken taken(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Taken.class);
        return (Outcome.Taken) outcome;
    }

    private static CloudEventReading.Call structured(String body) {
        return call(Map.of("content-type", "application/cloudevents+json; charset=UTF-8"), body.getBytes(UTF_8));
    }

    private static CloudEventReading.Call call(Map<String, String> headers, byte[] body) {
        return new CloudEventReading.Call(headers, body);
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return all;
    }

    private static JsonNode json(String text) {
        return Fixture.json(text);
    }

    private static Mappings good(String text) {
        var files = new LinkedHashMap<String, String>();
        files.put("mappings.yaml", text);
        return switch (Mappings.load(files)) {
            case Mappings.Loaded.Good good -> good.mappings();
            case Mappings.Loaded.Bad bad -> throw new AssertionError(bad.faults());
        };
    }

    private static String text(String name) {
        try (InputStream in = WebhookReadingTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
