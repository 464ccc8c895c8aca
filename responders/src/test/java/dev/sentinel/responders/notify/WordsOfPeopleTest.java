package dev.sentinel.responders.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.StoryStep;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WordsOfPeopleTest {
    private static final String HOSTILE = "<!channel> & <https://evil.example|click> *bold*\n\u202e`rm -rf`";

    @Test
    void text_of_the_world_mentions_nobody_and_links_nowhere() {
        Incident incident = Samples.incident("one").toBuilder()
                .setTitle(HOSTILE)
                .addStory(StoryStep.newBuilder().setSentence(HOSTILE))
                .build();

        String message = SlackMessages.incident(incident).path("blocks").path(1).toString();

        assertThat(message).doesNotContain("<!channel>", "<https", "\u202e").contains("&lt;!channel&gt; &amp;");
        assertThat(SlackMessages.incident(incident).path("text").asText()).doesNotContain("<", "\n");
    }

    @Test
    void a_long_story_stays_within_what_slack_takes() {
        Incident.Builder incident = Samples.incident("one").toBuilder().setTitle("&".repeat(2_000));
        IntStream.range(0, 64)
                .forEach(i -> incident.addStory(StoryStep.newBuilder().setSentence("<".repeat(2_000))));

        JsonNode message = SlackMessages.incident(incident.build());

        assertThat(message.path("blocks").size()).isLessThanOrEqualTo(50);
        message.path("blocks").forEach(block -> {
            String text = block.path("text").path("text").asText();
            assertThat(text.length()).isLessThanOrEqualTo(3_000);
            assertThat(text).doesNotEndWith("&l…").doesNotEndWith("&lt…");
        });
    }

    @Test
    void a_witness_on_the_failing_storage_is_named() {
        assertThat(SlackMessages.incident(Samples.incident("one")).toString())
                .contains("Do not believe: prometheus/monitoring/k8s: on failing storage");
    }

    @Test
    void a_plan_that_asks_has_two_buttons_whose_value_says_nothing_but_which_question() {
        var plan = Samples.plan("p1");

        JsonNode asked = SlackMessages.plan(plan, Optional.of(Samples.ticket(plan)));

        assertThat(asked.findValuesAsText("value")).containsExactly("ticket-p1", "ticket-p1");
        assertThat(SlackMessages.plan(plan, Optional.empty()).findValuesAsText("value"))
                .isEmpty();
        assertThat(asked.toString()).contains("1. scale monitoring/k8s to 0 (can be taken back)");
    }

    @Test
    void one_incident_is_one_page_from_trigger_to_resolve() {
        Incident open = Samples.incident("one");
        Incident acknowledged =
                open.toBuilder().setAcknowledgedBy(Actor.getDefaultInstance()).build();
        Incident over =
                open.toBuilder().setState(IncidentState.INCIDENT_STATE_RESOLVED).build();

        assertThat(PagerEvents.incident(open, "key").path("event_action").asText())
                .isEqualTo("trigger");
        assertThat(PagerEvents.incident(open, "key")
                        .path("payload")
                        .path("severity")
                        .asText())
                .isEqualTo("critical");
        assertThat(PagerEvents.incident(acknowledged, "key")
                        .path("event_action")
                        .asText())
                .isEqualTo("acknowledge");
        assertThat(PagerEvents.incident(over, "key").path("event_action").asText())
                .isEqualTo("resolve");
        assertThat(PagerEvents.incident(over, "key").path("dedup_key").asText()).isEqualTo("one");
    }

    @Test
    void an_alert_ends_when_the_incident_does_and_lives_a_little_longer_than_its_repetition() {
        Instant now = Samples.NOON;
        Incident over = Samples.incident("one", IncidentState.INCIDENT_STATE_RESOLVED, Severity.SEVERITY_ERROR);

        assertThat(Alerts.incident(Samples.incident("one"), now)
                        .path(0)
                        .path("endsAt")
                        .asText())
                .isEqualTo(now.plus(Duration.ofMinutes(4)).toString());
        assertThat(Alerts.incident(over, now).path(0).path("endsAt").asText()).isEqualTo(now.toString());
    }

    @Test
    void a_mail_has_one_line_as_its_subject_whatever_the_title_says() {
        Incident incident = Samples.incident("one").toBuilder()
                .setTitle("x\r\nBcc: everybody@example.org")
                .build();

        assertThat(Letters.of(new News.OfIncident(incident)).subject())
                .isEqualTo("CRITICAL open: x  Bcc: everybody@example.org");
    }

    @Test
    void a_channel_that_is_mute_is_told_of_with_what_to_do() {
        var mute = new News.OfChannel("slack", "it answered 403", Samples.NOON, false);

        assertThat(Letters.of(mute).body())
                .isEqualTo("Channel slack has delivered nothing since 2026-02-24T12:00:00Z: it answered 403. "
                        + "Check its address and token; what it should have told waits");
    }
}
