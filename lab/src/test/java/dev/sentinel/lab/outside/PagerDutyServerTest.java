package dev.sentinel.lab.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Tree;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagerDutyServerTest {

    private PagerDutyServer pagerDuty;

    @BeforeEach
    void open() throws IOException {
        pagerDuty = PagerDutyServer.open(Sender.TIME, 0);
    }

    @AfterEach
    void close() {
        pagerDuty.close();
    }

    @Test
    void an_incident_is_triggered_once_acknowledged_and_resolved_by_its_dedup_key() throws Exception {
        HttpResponse<String> accepted = send(trigger("inc-1"));
        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.body())
                .isEqualTo("{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"inc-1\"}");
        assertThat(send(trigger("inc-1")).statusCode()).isEqualTo(202);
        assertThat(pagerDuty.incidents()).singleElement().satisfies(incident -> {
            assertThat(incident.status()).isEqualTo(PagerDutyIncident.Status.TRIGGERED);
            assertThat(incident.triggers()).isEqualTo(2);
            assertThat(incident.severity()).isEqualTo("critical");
        });

        assertThat(send(event("acknowledge", "inc-1")).statusCode()).isEqualTo(202);
        assertThat(pagerDuty.incident("inc-1").orElseThrow().status()).isEqualTo(PagerDutyIncident.Status.ACKNOWLEDGED);
        assertThat(send(event("resolve", "inc-1")).statusCode()).isEqualTo(202);
        assertThat(pagerDuty.incident("inc-1").orElseThrow().status()).isEqualTo(PagerDutyIncident.Status.RESOLVED);

        assertThat(send(trigger("inc-1")).statusCode()).isEqualTo(202);
        assertThat(pagerDuty.incidents()).hasSize(2);
        assertThat(pagerDuty.incident("inc-1").orElseThrow().status()).isEqualTo(PagerDutyIncident.Status.TRIGGERED);
    }

    @Test
    void a_trigger_without_a_key_is_given_one_and_an_unknown_key_is_accepted_in_vain() throws Exception {
        ObjectNode keyless = trigger("");

        assertThat(send(keyless).body()).contains("\"dedup_key\":\"00000000000000000000000000000001\"");
        assertThat(send(event("resolve", "never-heard-of")).statusCode()).isEqualTo(202);
        assertThat(pagerDuty.incidents()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            routing_key      | short                            | Length of 'routing_key' is incorrect
            routing_key      | 00000000000000000000000000000000 | Invalid routing key
            routing_key      |                                  | 'routing_key' is missing or blank
            event_action     | escalate                         | 'event_action' is invalid
            payload.summary  |                                  | 'payload.summary' is missing or blank
            payload.source   |                                  | 'payload.source' is missing or blank
            payload.severity | fatal                            | 'payload.severity' is invalid
            """)
    void a_bad_event_is_turned_away_with_what_is_wrong(String field, String value, String error) throws Exception {
        ObjectNode event = trigger("inc-1");
        Tree.set(event, value == null ? "" : value, field.split("\\.", -1));

        HttpResponse<String> refused = send(event);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .startsWith("{\"status\":\"invalid event\",\"message\":\"Event object is invalid\",\"errors\":[")
                .contains(error);
        assertThat(pagerDuty.incidents()).isEmpty();
    }

    @Test
    void lengths_have_limits_and_the_others_need_a_key() throws Exception {
        ObjectNode event = trigger("k".repeat(255));
        Tree.set(event, "s".repeat(1_024), "payload", "summary");
        assertThat(send(event).statusCode()).isEqualTo(202);
        Tree.set(event, "s".repeat(1_025), "payload", "summary");
        assertThat(send(event).statusCode()).isEqualTo(400);
        assertThat(send(trigger("k".repeat(256))).statusCode()).isEqualTo(400);
        assertThat(send(event("resolve", "")).body()).contains("'dedup_key' is missing or blank");
        assertThat(Sender.post(pagerDuty.uri().resolve("/v2/enqueue"), "{").statusCode())
                .isEqualTo(400);
    }

    @Test
    void it_fails_as_it_is_told_and_takes_nothing_then() throws Exception {
        pagerDuty.outage().limits(Duration.ofSeconds(30), 1);
        assertThat(send(trigger("inc-1")).statusCode()).isEqualTo(429);
        pagerDuty.outage().fails(500, 1);
        assertThat(send(trigger("inc-1")).statusCode()).isEqualTo(500);
        assertThat(pagerDuty.incidents()).isEmpty();
        assertThat(send(trigger("inc-1")).statusCode()).isEqualTo(202);
    }

    @Test
    void the_oldest_incident_goes_at_the_limit() {
        PagerDutyService service = new PagerDutyService(2);
        for (String key : new String[] {"a", "b", "c"}) {
            assertThat(service.take(trigger(key), Sender.NOON)).isEqualTo(key);
        }

        assertThat(service.incidents()).extracting(PagerDutyIncident::dedupKey).containsExactly("b", "c");
    }

    private HttpResponse<String> send(ObjectNode event) throws Exception {
        return Sender.post(pagerDuty.uri().resolve("/v2/enqueue"), event.toString());
    }

    private ObjectNode trigger(String key) {
        ObjectNode event = event("trigger", key);
        Tree.set(
                event,
                Tree.of("summary", "agent-4 poisons telemetry", "source", "agent-4", "severity", "critical"),
                "payload");
        return event;
    }

    private ObjectNode event(String action, String key) {
        ObjectNode event = Tree.of("routing_key", pagerDuty.routingKey(), "event_action", action);
        return key.isEmpty() ? event : event.put("dedup_key", key);
    }
}
