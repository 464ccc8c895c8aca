package dev.sentinel.collectors.webhook.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.NotKept;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.collectors.web.Secret;
import dev.sentinel.collectors.web.Station;
import dev.sentinel.collectors.webhook.Mappings;
import dev.sentinel.collectors.webhook.SentEvents;
import dev.sentinel.proto.Contract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls, and what their senders are told. */
@Timeout(300)
final class WebhookCollectorTest {
    private static final Store SYSTEM = new Store(Refs.of("alertmanager.server", "monitoring", "main"), List.of());
    private static final String ALERT = """
            {"version": "4", "receiver": "sentinel", "status": "firing", "alerts": [{"status": "firing",
              "labels": {"alertname": "DiskFull"}, "startsAt": "2026-06-04T13:00:00Z", "fingerprint": "%s"}]}""";

    private static SentEvents sent;

    @BeforeAll
    static void learnTheContract() {
        sent = new SentEvents(new Contract());
    }

    @Test
    void only_who_shows_the_token_is_let_in() {
        Hook hook = hook(new Hook.Content.Alerts(SYSTEM), Optional.of(Secret.from(() -> "right")), Optional.empty());
        WebhookCollector collector = collector(hook);
        Receiver receiver = collector.receivers().getFirst();
        assertThat(receiver.take(request(Map.of(), ALERT.formatted("a"))).status())
                .isEqualTo(503);
        try (Station station = open(collector)) {
            assertThat(receiver.take(request(Map.of(), ALERT.formatted("a"))).status())
                    .isEqualTo(401);
            assertThat(receiver.take(request(Map.of("Authorization", "Bearer wrong"), ALERT.formatted("a")))
                            .status())
                    .isEqualTo(401);
            assertThat(receiver.take(request(Map.of("Authorization", "bearer right"), ALERT.formatted("a")))
                            .status())
                    .isEqualTo(202);
            assertThat(station.facts()).singleElement().asString().contains("DiskFull");
        }
        assertThat(receiver.take(request(Map.of("Authorization", "Bearer right"), ALERT.formatted("b")))
                        .status())
                .isEqualTo(503);
    }

    @Test
    void what_cannot_become_anything_is_refused_with_the_reason() {
        WebhookCollector collector =
                collector(hook(new Hook.Content.Alerts(SYSTEM), Optional.empty(), Optional.empty()));
        Receiver receiver = collector.receivers().getFirst();
        try (Station station = open(collector)) {
            assertThat(receiver.take(request(Map.of(), "{")).status()).isEqualTo(400);
            assertThat(receiver.take(request(Map.of(), "{\"a\": 1}"))).satisfies(reply -> {
                assertThat(reply.status()).isEqualTo(422);
                assertThat(reply.text()).contains("alerts");
            });
            assertThat(receiver.take(request(Map.of(), " ".repeat(receiver.mostBytes() + 1)))
                            .status())
                    .isEqualTo(413);
            assertThat(station.facts()).isEmpty();
        }
    }

    @Test
    void a_sender_whose_call_was_not_kept_is_told_to_send_it_again_and_then_it_is_told_once() {
        WebhookCollector collector =
                collector(hook(new Hook.Content.Alerts(SYSTEM), Optional.empty(), Optional.empty()));
        Receiver receiver = collector.receivers().getFirst();
        try (Station station = open(collector)) {
            station.refuses(new NotKept("the disk is full"));
            assertThat(receiver.take(request(Map.of(), ALERT.formatted("a"))).status())
                    .isEqualTo(503);
            station.takesAgain();
            assertThat(receiver.take(request(Map.of(), ALERT.formatted("a"))).status())
                    .isEqualTo(202);
            assertThat(receiver.take(request(Map.of(), ALERT.formatted("a"))).status())
                    .isEqualTo(202);
            assertThat(station.facts())
                    .filteredOn(line -> line.contains("DiskFull"))
                    .hasSize(1);
        }
    }

    @Test
    void grafana_is_told_by_its_own_fields() {
        WebhookCollector collector =
                collector(hook(new Hook.Content.Alerts(SYSTEM), Optional.empty(), Optional.empty()));
        try (Station station = open(collector)) {
            Reply reply = collector.receivers().getFirst().take(request(Map.of(), """
                    {"receiver": "sentinel", "status": "firing", "orgId": 1, "title": "t", "state": "alerting", "alerts": [
                      {"status": "firing", "labels": {"alertname": "DatasourceNoData"}, "startsAt": "2026-06-04T13:00:00Z",
                       "fingerprint": "f", "values": {"A": 1.5}}]}"""));
            assertThat(reply.status()).isEqualTo(202);
            assertThat(station.facts())
                    .singleElement()
                    .asString()
                    .contains("ALERT_ORIGIN_GRAFANA", "DatasourceNoData", "about_absence: true");
        }
    }

    @Test
    void records_of_the_event_recorder_come_alone_or_in_batches() {
        WebhookCollector collector =
                collector(hook(new Hook.Content.Records(SYSTEM), Optional.empty(), Optional.empty()));
        Receiver receiver = collector.receivers().getFirst();
        String record = """
                {"timestamp": "2026-06-04T13:00:00Z", "data": {"silenceMutedAlert": {"silence": {"id": "s1"},
                  "mutedAlert": {"fingerprint": "%d", "labels": {"alertname": "%s"}}}}}""";
        try (Station station = open(collector)) {
            assertThat(receiver.take(request(Map.of(), record.formatted(1, "One")))
                            .status())
                    .isEqualTo(202);
            assertThat(receiver.take(request(
                                    Map.of(),
                                    "[" + record.formatted(2, "Two") + "," + record.formatted(3, "Three") + "]"))
                            .status())
                    .isEqualTo(202);
            assertThat(receiver.take(request(Map.of(), "{\"level\": \"info\"}")).status())
                    .isEqualTo(422);
            assertThat(station.facts())
                    .hasSize(3)
                    .allSatisfy(line ->
                            assertThat(line).startsWith("alert.suppression").contains("ALERT_SUPPRESSION_SILENCED"));
        }
    }

    @Test
    void any_json_and_cloud_events_become_what_a_mapping_says() {
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put("mappings.yaml", """
                mappings:
                  - id: backup-failed
                    when: {type: example.backup.failed}
                    severity: error
                    subject: x.backup/{data.name}
                    custom: {name: backup.failed, fields: {from: "{source}"}}
                    examples:
                      - body: '{"type": "example.backup.failed", "source": "/backup", "data": {"name": "nightly"}}'
                        becomes: {subject: x.backup/nightly, name: backup.failed}
                """);
        Mappings mappings = mappings(files);
        WebhookCollector collector = new WebhookCollector(
                List.of(hook(new Hook.Content.Mapped(), Optional.empty(), Optional.empty())), mappings, sent);
        Receiver receiver = collector.receivers().getFirst();
        try (Station station = open(collector)) {
            String structured = """
                    {"specversion": "1.0", "id": "1", "source": "/backup", "type": "example.backup.failed",
                     "data": {"name": "nightly"}}""";
            assertThat(receiver.take(request(Map.of("Content-Type", "application/cloudevents+json"), structured)))
                    .extracting(Reply::status, Reply::text)
                    .containsExactly(202, "taken");
            assertThat(receiver.take(request(
                                    Map.of(
                                            "Content-Type", "application/json",
                                            "CE-SpecVersion", "1.0",
                                            "CE-Id", "2",
                                            "CE-Source", "/backup",
                                            "CE-Type", "example.backup.failed"),
                                    "{\"name\": \"weekly\"}"))
                            .status())
                    .isEqualTo(202);
            assertThat(receiver.take(request(
                                    Map.of("Content-Type", "application/cloudevents-batch+json"),
                                    "[" + structured + "]"))
                            .status())
                    .isEqualTo(202);
            assertThat(receiver.take(request(Map.of("Content-Type", "application/json"), "{\"other\": 1}"))
                            .status())
                    .isEqualTo(422);
            assertThat(station.facts()).anySatisfy(line -> assertThat(line).contains("x.backup/weekly"));
        }
    }

    @Test
    void silence_is_news_where_something_should_come() {
        Hook hook = hook(new Hook.Content.Alerts(SYSTEM), Optional.empty(), Optional.of(Duration.ofNanos(1)));
        Rhythm quick = new Rhythm(Duration.ofMillis(50), Duration.ofSeconds(5));
        WebhookCollector collector = new WebhookCollector(List.of(hook), Mappings.none(), sent, quick);
        try (Station station = Station.of(collector)) {
            station.awaits("source.unreachable", "nothing came to /hooks/main");
        }
    }

    @Test
    void an_examination_says_what_is_open_and_what_nobody_can_enter() {
        Secret missing = Secret.file(java.nio.file.Path.of("/no/such/token"));
        Hook open = hook(new Hook.Content.Mapped(), Optional.empty(), Optional.empty());
        Hook locked = new Hook(
                "locked", "/hooks/locked", new Hook.Content.Alerts(SYSTEM), Optional.of(missing), Optional.empty());
        assertThat(new WebhookCollector(List.of(open, locked), Mappings.none(), sent).examine())
                .extracting(Check::verdict)
                .containsExactly(Check.Verdict.NOTEWORTHY, Check.Verdict.UNREADABLE);
        assertThatThrownBy(() -> new WebhookCollector(List.of(open, open), Mappings.none(), sent))
                .hasMessageContaining("share the name");
    }

    private static Mappings mappings(SequencedMap<String, String> files) {
        return switch (Mappings.load(files)) {
            case Mappings.Loaded.Good good -> good.mappings();
            case Mappings.Loaded.Bad bad -> throw new AssertionError(bad.faults());
        };
    }

    private static Station open(WebhookCollector collector) {
        Station station = Station.of(collector);
        Receiver receiver = collector.receivers().getFirst();
        Request nobody = request(Map.of(), "");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> receiver.take(nobody).status() != 503);
        return station;
    }

    private static WebhookCollector collector(Hook hook) {
        return new WebhookCollector(List.of(hook), Mappings.none(), sent);
    }

    private static Hook hook(Hook.Content content, Optional<Secret> token, Optional<Duration> silence) {
        return new Hook("main", "/hooks/main", content, token, silence);
    }

    private static Request request(Map<String, String> headers, String body) {
        return new Request(
                "/hooks/main", headers, body.getBytes(StandardCharsets.UTF_8), Instant.parse("2026-06-04T13:00:01Z"));
    }
}
