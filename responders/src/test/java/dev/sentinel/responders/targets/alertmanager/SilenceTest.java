package dev.sentinel.responders.targets.alertmanager;

import static dev.sentinel.responders.targets.Ground.KEY;
import static dev.sentinel.responders.targets.Ground.order;
import static dev.sentinel.responders.targets.Ground.ref;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.lab.servers.edge.Servers;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.targets.Ground;
import dev.sentinel.responders.targets.web.Web;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SilenceTest {
    private static final Arguments WHAT = Arguments.none()
            .with("labels", List.of("namespace=monitoring", "job=db"))
            .with("incident", "inc-9");

    private final Ground ground = Ground.open();
    private final Servers servers = Servers.open(ground.stage, ground.world);
    private final Web web =
            new Web(Web.Address.open(servers.uri("monitoring/alertmanager-main-0")), Duration.ofSeconds(20), 1 << 20);
    private final Alertmanager alertmanager = new Alertmanager(web);
    private final Silence silence = new Silence(alertmanager, ground.clock);
    private final Expire expire = new Expire(alertmanager, ground.clock);
    private final Order order = order(silence, ref("alertmanager.alert", "", "DbAbsent"), WHAT);

    SilenceTest() {
        ground.stage.play(any -> ground.world.alertmanager("monitoring", "alertmanager-main"));
        ground.passes(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        web.close();
        servers.close();
        ground.close();
    }

    @Test
    void an_alert_is_silenced_for_an_hour_with_the_incident_in_the_comment() throws NoAnswer {
        assertThat(silence.rehearse(order)).hasSize(1);
        assertThat(alertmanager.silences()).isEmpty();

        Ground.done(silence, order);

        JsonNode made = alertmanager.silences().getFirst();
        assertThat(made.path("comment").asText()).startsWith("inc-9:").contains("inc-1/step-1/7");
        assertThat(made.path("createdBy").asText()).isEqualTo("sentinel");
        assertThat(made.path("matchers"))
                .allMatch(each -> !each.path("isRegex").asBoolean())
                .hasSize(3);
        assertThat(Duration.between(
                        Instant.parse(made.path("startsAt").asText()),
                        Instant.parse(made.path("endsAt").asText())))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void a_second_one_is_not_made_and_the_way_back_ends_it() throws NoAnswer {
        Sight before = silence.observe(order);
        Ground.done(silence, order);

        assertThat(silence.observe(order).standing()).isEqualTo(Sight.Standing.AS_ORDERED);
        assertThat(silence.execute(order, KEY)).isInstanceOf(Outcome.AlreadyDone.class);
        assertThat(alertmanager.silences()).hasSize(1);
        Ground.done(expire, Ground.back(expire, before));
        assertThat(alertmanager.silences()).isEmpty();
        assertThat(expire.execute(Ground.back(expire, before), KEY)).isInstanceOf(Outcome.AlreadyDone.class);
    }

    @Test
    void silences_of_people_are_left_alone() throws NoAnswer {
        var made = web.send("POST", "/api/v2/silences", """
                {"matchers":[{"name":"alertname","value":"DbAbsent","isRegex":false,"isEqual":true}],
                 "startsAt":"%s","endsAt":"%s","createdBy":"somebody","comment":"inc-9: by hand"}""".formatted(
                        ground.clock.instant(), ground.clock.instant().plus(Duration.ofDays(1))));
        assertThat(made.toString()).contains("200");

        assertThat(expire.execute(order(expire, order.target(), Arguments.none().with("incident", "inc-9")), KEY))
                .isInstanceOf(Outcome.AlreadyDone.class);
        assertThat(alertmanager.silences()).hasSize(1);
    }

    @Test
    void nothing_broad_or_long_is_silenced() throws NoAnswer {
        for (Arguments bad : List.of(
                WHAT.with("labels", List.of()),
                WHAT.with("labels", List.of("job=~.*")).with("labels", List.of("no label")),
                WHAT.with("incident", " "),
                WHAT.with("for", Duration.ofHours(2)))) {
            assertThat(silence.execute(order(silence, order.target(), bad), KEY))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            each -> assertThat(each.passing()).isFalse());
        }
        assertThat(alertmanager.silences()).isEmpty();
    }

    @Test
    void an_alertmanager_that_is_gone_has_done_nothing() {
        try (Web gone = new Web(Web.Address.open(URI.create("http://127.0.0.1:1")), Duration.ofSeconds(5), 1 << 10)) {
            assertThat(new Silence(new Alertmanager(gone), ground.clock).execute(order, KEY))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            each -> assertThat(each.passing()).isTrue());
        }
    }
}
