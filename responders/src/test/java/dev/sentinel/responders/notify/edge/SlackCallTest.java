package dev.sentinel.responders.notify.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SlackCallTest {
    private static final Instant NOW = Instant.parse("2026-02-24T12:00:00Z");
    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final String PRESSED = """
            {"type":"block_actions","user":{"id":"U1"},"channel":{"id":"C1"},"actions":[{"action_id":"sentinel_approve","value":"ticket-1"}]}""";

    @Test
    void a_signed_press_says_who_and_which_question() {
        assertThat(read(NOW, PRESSED)).isEqualTo(new SlackCall.Pressed("U1", "C1", "ticket-1", true));
    }

    @Test
    void somebody_without_the_secret_is_not_believed() {
        byte[] body = form(PRESSED);
        String time = Long.toString(NOW.getEpochSecond());

        assertThat(SlackCall.read(SECRET, time, SlackCall.signed("another", time, body), body, NOW))
                .isEqualTo(new SlackCall.Refused("its signature is not Slack's"));
    }

    @Test
    void a_changed_body_is_not_believed() {
        byte[] body = form(PRESSED);
        String time = Long.toString(NOW.getEpochSecond());
        byte[] changed = form(PRESSED.replace("ticket-1", "ticket-2"));

        assertThat(SlackCall.read(SECRET, time, SlackCall.signed(SECRET, time, body), changed, NOW))
                .isInstanceOf(SlackCall.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301})
    void a_call_of_another_time_is_not_believed(long seconds) {
        assertThat(read(NOW.plusSeconds(seconds), PRESSED)).isInstanceOf(SlackCall.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "not json",
                "[]",
                "{\"type\":\"block_actions\",\"user\":{\"id\":\"U1\"},\"actions\":[{\"action_id\":\"other\",\"value\":\"x\"}]}",
                "{\"type\":\"view_submission\",\"user\":{\"id\":\"U1\"}}"
            })
    void what_is_no_press_of_ours_is_refused(String payload) {
        assertThat(read(NOW, payload)).isInstanceOf(SlackCall.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "99999999999999999999"})
    void a_time_that_is_none_is_refused(String time) {
        assertThat(SlackCall.read(SECRET, time, "v0=00", form(PRESSED), NOW))
                .isEqualTo(new SlackCall.Refused("no timestamp"));
    }

    /** The example of Slack's own documentation. */
    @Test
    void signs_as_slack_does() {
        byte[] body = ("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                        + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
                        + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
                        + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(SlackCall.signed(SECRET, "1531420618", body))
                .isEqualTo("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
    }

    private static SlackCall read(Instant sent, String payload) {
        byte[] body = form(payload);
        String time = Long.toString(sent.getEpochSecond());
        return SlackCall.read(SECRET, time, SlackCall.signed(SECRET, time, body), body, NOW);
    }

    private static byte[] form(String payload) {
        return ("payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }
}
