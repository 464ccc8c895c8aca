package dev.sentinel.collectors.stores.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.collectors.web.FakeSite;
import dev.sentinel.collectors.web.Limits;
import dev.sentinel.collectors.web.Login;
import dev.sentinel.collectors.web.ServerCollector;
import dev.sentinel.collectors.web.Site;
import dev.sentinel.collectors.web.Station;
import dev.sentinel.collectors.web.Trust;
import dev.sentinel.collectors.web.Watched;
import dev.sentinel.collectors.webhook.Mappings;
import dev.sentinel.collectors.webhook.SentEvents;
import dev.sentinel.collectors.webhook.edge.Hook;
import dev.sentinel.collectors.webhook.edge.Receiver;
import dev.sentinel.collectors.webhook.edge.Reply;
import dev.sentinel.collectors.webhook.edge.Request;
import dev.sentinel.collectors.webhook.edge.WebhookCollector;
import dev.sentinel.harness.AlertmanagerServer;
import dev.sentinel.proto.Contract;
import dev.sentinel.v1.Ref;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real Alertmanager, which is asked and which sends. */
@Timeout(300)
final class RealAlertmanagerTest {
    private static final Store SYSTEM = new Store(Refs.of("alertmanager.server", "monitoring", "main"), List.of());

    @Test
    void what_it_sends_and_what_it_says_become_the_same_alerts() {
        WebhookCollector webhook = new WebhookCollector(
                List.of(new Hook(
                        "main", "/hooks/main", new Hook.Content.Alerts(SYSTEM), Optional.empty(), Optional.empty())),
                Mappings.none(),
                new SentEvents(new Contract()));
        Receiver receiver = webhook.receivers().getFirst();
        try (FakeSite door = FakeSite.start();
                Station received = Station.of(webhook)) {
            door.page("/hooks/main", exchange -> pass(exchange, receiver));
            String configuration = AlertmanagerServer.posting(door.uri().resolve("/hooks/main"));
            try (AlertmanagerServer server = AlertmanagerServer.start(configuration);
                    Station asked = Station.of(asking(server))) {
                Instant start = Instant.now().minusSeconds(60);
                assertThat(server.post("/api/v2/alerts", alert(start, Optional.empty()))
                                .status())
                        .isEqualTo(200);

                String sent = received.awaits("alert", "PrometheusNotIngestingSamples", "ALERT_STATUS_FIRING");
                String said = asked.awaits("alert", "PrometheusNotIngestingSamples", "ALERT_STATUS_FIRING");
                assertThat(said).contains("severity").contains("critical");
                assertThat(sent).contains("receiver: \"test\"");

                assertThat(server.post("/api/v2/silences", silence()).status()).isEqualTo(200);
                asked.awaits("alert.suppression", "ALERT_SUPPRESSION_SILENCED");
            }
        }
    }

    @Test
    void a_resolved_alert_is_sent_too_and_a_sender_repeats_what_was_not_kept() {
        WebhookCollector webhook = new WebhookCollector(
                List.of(new Hook(
                        "main", "/hooks/main", new Hook.Content.Alerts(SYSTEM), Optional.empty(), Optional.empty())),
                Mappings.none(),
                new SentEvents(new Contract()));
        Receiver receiver = webhook.receivers().getFirst();
        try (FakeSite door = FakeSite.start()) {
            // Nobody sits at the desk yet: the first calls are answered with 503.
            door.page("/hooks/main", exchange -> pass(exchange, receiver));
            try (AlertmanagerServer server = AlertmanagerServer.start(
                    AlertmanagerServer.posting(door.uri().resolve("/hooks/main")))) {
                Instant start = Instant.now().minusSeconds(60);
                assertThat(server.post("/api/v2/alerts", alert(start, Optional.empty()))
                                .status())
                        .isEqualTo(200);
                org.awaitility.Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> !door.asked().isEmpty());
                try (Station received = Station.of(webhook)) {
                    received.awaits("alert", "ALERT_STATUS_FIRING");
                    assertThat(server.post("/api/v2/alerts", alert(start, Optional.of(Instant.now())))
                                    .status())
                            .isEqualTo(200);
                    received.awaits("alert", "ALERT_STATUS_RESOLVED");
                }
            }
        }
    }

    private static void pass(HttpExchange exchange, Receiver receiver) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        byte[] body = exchange.getRequestBody().readNBytes(receiver.mostBytes() + 1);
        Reply reply = receiver.take(new Request(
                exchange.getRequestURI().getPath(),
                headers,
                body,
                Clock.systemUTC().instant()));
        exchange.sendResponseHeaders(reply.status(), -1);
    }

    private static Collector asking(AlertmanagerServer server) {
        Ref ref = SYSTEM.ref();
        Limits limits = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(10), 8 << 20);
        Site site = new Site(server.uri(), new Login.Nobody(), Trust.ofMachine(), limits);
        return StoreCollectors.alertmanager(new ServerCollector.Plan<>(
                Collector.Reach.HOST,
                List.of(new Watched<>(SYSTEM, ref, List.of(), site)),
                Optional.empty(),
                new Rhythm(Duration.ofMillis(100), Duration.ofSeconds(30)),
                1));
    }

    private static String alert(Instant start, Optional<Instant> end) {
        return """
                [{"labels": {"alertname": "PrometheusNotIngestingSamples", "severity": "critical", "pod": "prometheus-0"},
                  "annotations": {"summary": "no samples"}, "startsAt": "%s"%s}]
                """.formatted(
                        start, end.map(at -> ", \"endsAt\": \"" + at + "\"").orElse(""));
    }

    private static String silence() {
        return """
                {"matchers": [{"name": "alertname", "value": "PrometheusNotIngestingSamples", "isRegex": false, "isEqual": true}],
                 "startsAt": "%s", "endsAt": "%s", "createdBy": "test", "comment": "test"}
                """.formatted(Instant.now(), Instant.now().plusSeconds(3600));
    }
}
