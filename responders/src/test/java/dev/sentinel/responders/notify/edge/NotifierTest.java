package dev.sentinel.responders.notify.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinel.lab.outside.Mail;
import dev.sentinel.lab.outside.MailServer;
import dev.sentinel.lab.outside.PagerDutyIncident;
import dev.sentinel.lab.outside.PagerDutyServer;
import dev.sentinel.lab.outside.Signature;
import dev.sentinel.lab.outside.SlackMessage;
import dev.sentinel.lab.outside.SlackServer;
import dev.sentinel.lab.outside.WebhookServer;
import dev.sentinel.responders.notify.Route;
import dev.sentinel.responders.notify.Routing;
import dev.sentinel.responders.notify.Samples;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.transport.tempo.Tempo;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Severity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doors against servers that speak as the real ones do, with what is to be told in a real store. */
final class NotifierTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final InstantSource TIME = InstantSource.system();
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final Store store;
    private final SlackServer slack = SlackServer.open(TIME, 0, "#storage");
    private final PagerDutyServer pager = PagerDutyServer.open(TIME, 0);
    private final WebhookServer hook = WebhookServer.open(TIME, 0);
    private final MailServer mail = MailServer.open(TIME, 0);
    private Optional<Notifier> notifier = Optional.empty();

    NotifierTest(@TempDir Path folder) throws IOException {
        store = Store.open(new StoreConfig.Sqlite(folder.resolve("sentinel.db")), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        notifier.ifPresent(Notifier::close);
        store.close();
        slack.close();
        pager.close();
        hook.close();
        mail.close();
    }

    @Test
    void one_incident_is_one_message_that_is_kept_up_to_date_with_its_history_below() {
        Notifier telling = starts(slack());
        Incident open = Samples.incident("one");
        tell(telling, open, Optional.empty());
        await().atMost(PATIENCE).until(() -> slack.messages("#storage").size() == 1);

        Incident more = Samples.told(open, "a second volume lost a replica");
        tell(telling, more, Optional.of(open));
        tell(telling, resolved(more), Optional.of(more));

        await().atMost(PATIENCE).until(() -> face().shown().contains("resolved"));
        await().atMost(PATIENCE).until(() -> slack.thread(face()).size() == 1);
        assertThat(slack.thread(face()).getFirst().shown()).contains("a second volume lost a replica");
        assertThat(slack.messages("#storage")).hasSize(1);
    }

    @Test
    void a_page_is_triggered_once_and_resolved() {
        Notifier telling = starts(pager());
        Incident open = Samples.incident("one");
        tell(telling, open, Optional.empty());
        await().atMost(PATIENCE).until(() -> pager.incident("one").isPresent());
        tell(telling, Samples.told(open, "news"), Optional.of(open));
        tell(telling, resolved(open), Optional.of(open));

        await().atMost(PATIENCE)
                .until(() -> pager.incident("one").orElseThrow().status() == PagerDutyIncident.Status.RESOLVED);
        assertThat(pager.incident("one").orElseThrow().triggers()).isEqualTo(1);
    }

    @Test
    void a_webhook_is_signed_with_the_time_and_a_mail_says_the_same_in_words() {
        hook.expects(Signature.ofTimeAndBody("x-sentinel-signature", "v1=", "key", "x-sentinel-timestamp"));
        Notifier telling = starts(
                new WebhookDoor("hook", hook.uri(), token("key"), true),
                new MailDoor(
                        "mail",
                        new MailDoor.Server(mail.host(), mail.port(), false, Optional.empty()),
                        "sentinel@example.org",
                        List.of("oncall@example.org"),
                        true));
        tell(telling, Samples.incident("one"), Optional.empty());

        await().atMost(PATIENCE)
                .until(() -> !hook.received().isEmpty() && !mail.mails().isEmpty());
        assertThat(hook.received().getFirst().body()).contains("\"incident\":{\"id\":\"one\"");
        Mail told = mail.mails().getFirst();
        assertThat(told.header("Subject")).contains("CRITICAL open: agent-4 takes replicas it cannot hold");
        assertThat(told.to()).containsExactly("oncall@example.org");
    }

    @Test
    void what_one_channel_does_not_carry_is_said_on_the_others_and_told_when_it_is_back() {
        slack.outage().down();
        Notifier telling = starts(slack(), pager());
        tell(telling, Samples.incident("one"), Optional.empty());

        await().atMost(PATIENCE)
                .until(() -> pager.incident("sentinel-channel-slack").isPresent());
        assertThat(telling.trouble().orElseThrow()).contains("slack");
        slack.outage().ends();

        await().atMost(PATIENCE).until(() -> slack.messages("#storage").size() == 1);
        await().atMost(PATIENCE)
                .until(() ->
                        pager.incident("sentinel-channel-slack").orElseThrow().status()
                                == PagerDutyIncident.Status.RESOLVED);
        assertThat(telling.trouble()).isEmpty();
    }

    @Test
    void what_was_written_down_is_told_by_the_next_one_after_a_crash() {
        slack.outage().down();
        Notifier first = starts(slack());
        tell(first, Samples.incident("one"), Optional.empty());
        first.close();
        slack.outage().ends();

        notifier = Optional.of(start(new Routing(List.of(route("slack"))), 100, slack()));

        await().atMost(PATIENCE).until(() -> slack.messages("#storage").size() == 1);
    }

    @Test
    void a_storm_is_told_in_one_word_and_what_is_critical_all_the_same() {
        Notifier telling = start(new Routing(List.of(route("slack"))), 2, slack());
        notifier = Optional.of(telling);
        for (int i = 0; i < 10; i++) {
            tell(
                    telling,
                    Samples.incident("error-" + i, IncidentState.INCIDENT_STATE_OPEN, Severity.SEVERITY_ERROR),
                    Optional.empty());
        }
        tell(telling, Samples.incident("worst"), Optional.empty());

        await().atMost(PATIENCE)
                .until(() -> slack.messages("#storage").stream()
                        .anyMatch(message -> message.shown().contains("more incidents")));
        await().atMost(PATIENCE)
                .until(() -> slack.messages("#storage").stream()
                        .anyMatch(message -> message.shown().contains("CRITICAL")));
        assertThat(slack.messages("#storage").stream()
                        .filter(message -> message.shown().contains("ERROR open")))
                .hasSize(2);
    }

    @Test
    void what_was_over_before_anybody_was_told_is_not_told() {
        slack.outage().down();
        Notifier telling = starts(slack());
        Incident open = Samples.incident("one");
        tell(telling, open, Optional.empty());
        tell(telling, resolved(open), Optional.of(open));
        tell(telling, Samples.incident("two"), Optional.empty());
        slack.outage().ends();

        await().atMost(PATIENCE).until(() -> !slack.messages("#storage").isEmpty());
        assertThat(slack.messages("#storage")).hasSize(1);
        assertThat(face().shown()).contains("sentinel explain two");
    }

    @Test
    void a_private_address_that_was_not_allowed_is_never_spoken_to() {
        Notifier telling = starts(new WebhookDoor("hook", hook.uri(), token("key"), false), pager());
        tell(telling, Samples.incident("one"), Optional.empty());

        await().atMost(PATIENCE)
                .until(() -> pager.incident("sentinel-channel-hook").isPresent());
        assertThat(telling.trouble().orElseThrow()).contains("allow-private: true");
        assertThat(hook.received()).isEmpty();
    }

    @Test
    void a_question_is_asked_below_its_incident_with_buttons() {
        Notifier telling = starts(slack());
        Incident open = Samples.incident("one");
        tell(telling, open, Optional.empty());
        await().atMost(PATIENCE).until(() -> slack.messages("#storage").size() == 1);
        var plan = Samples.plan("p1");
        store.writeNow(sql -> {
            telling.plan(sql, plan, open, Optional.of(Samples.ticket(plan)));
            return 1;
        });

        await().atMost(PATIENCE).until(() -> slack.thread(face()).size() == 1);
        assertThat(slack.thread(face()).getFirst().buttons())
                .extracting(SlackMessage.Button::actionId)
                .containsExactly("sentinel_approve", "sentinel_reject");
    }

    private SlackMessage face() {
        return slack.messages("#storage").getFirst();
    }

    private SlackBot slack() {
        return new SlackBot("slack", slack.api(), token(slack.token()), "#storage", true);
    }

    private PagerDuty pager() {
        return new PagerDuty("pager", pager.uri().resolve("/v2/enqueue"), token(pager.routingKey()), true);
    }

    private static Token token(String value) {
        return new Token(() -> value);
    }

    private Notifier starts(Channel... channels) {
        Notifier started = start(new Routing(List.of(route(names(channels)))), 100, channels);
        notifier = Optional.of(started);
        return started;
    }

    private static String[] names(Channel... channels) {
        return List.of(channels).stream().map(Channel::name).toArray(String[]::new);
    }

    private Notifier start(Routing routing, int most, Channel... channels) {
        return Notifier.start(
                store,
                routing,
                List.of(channels),
                new Notifier.Storm(most, Duration.ofMinutes(10)),
                new Notifier.Terms("tester", Duration.ofSeconds(10), AT_ONCE, Duration.ofDays(90), Tempo.real()),
                new SimpleMeterRegistry());
    }

    private static Route route(String... channels) {
        return new Route(
                Severity.SEVERITY_WARNING, List.of(), List.of(), List.of(channels), false, true, Optional.empty());
    }

    private static Incident resolved(Incident incident) {
        return incident.toBuilder()
                .setRevision(incident.getRevision() + 1)
                .setState(IncidentState.INCIDENT_STATE_RESOLVED)
                .build();
    }

    private void tell(Notifier telling, Incident incident, Optional<Incident> before) {
        store.writeNow(sql -> {
            telling.incident(sql, incident, before);
            return 1;
        });
    }
}
