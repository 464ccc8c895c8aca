package dev.sentinel.lab.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Tree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackServerTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SlackServer slack;

    @BeforeEach
    void open() throws IOException {
        slack = SlackServer.open(Sender.TIME, 0, "#storage", "#oncall");
    }

    @AfterEach
    void close() {
        slack.close();
    }

    @Test
    void a_posted_message_stands_in_its_channel_and_an_answer_in_its_thread() throws Exception {
        JsonNode posted = call("chat.postMessage", Tree.of("channel", "#storage", "text", "replica failed"));
        JsonNode answer = call(
                "chat.postMessage",
                Tree.of(
                        "channel",
                        posted.path("channel").asText(),
                        "text",
                        "quarantined",
                        "thread_ts",
                        posted.path("ts").asText()));

        assertThat(posted.path("ok").asBoolean()).isTrue();
        assertThat(posted.path("ts").asText()).isEqualTo("1767268800.000001");
        assertThat(posted.path("channel").asText()).isEqualTo(slack.channelId("#storage"));
        assertThat(slack.messages("storage")).extracting(SlackMessage::text).containsExactly("replica failed");
        assertThat(slack.thread(slack.messages("#storage").getFirst()))
                .extracting(SlackMessage::text)
                .containsExactly("quarantined");
        assertThat(answer.path("message").path("thread_ts").asText())
                .isEqualTo(posted.path("ts").asText());
        assertThat(slack.messages("#oncall")).isEmpty();
    }

    @Test
    void a_form_is_understood_as_json_is() throws Exception {
        HttpResponse<String> answer = Sender.post(
                slack.api().resolve("chat.postMessage"),
                "channel=%23storage&blocks=%5B%7B%22type%22%3A%22divider%22%7D%5D&token=" + slack.token(),
                "Content-Type",
                "application/x-www-form-urlencoded");

        assertThat(MAPPER.readTree(answer.body()).path("ok").asBoolean()).isTrue();
        assertThat(slack.messages("#storage").getFirst().blocks()).hasSize(1);
    }

    @Test
    void an_update_changes_the_message_in_its_place_and_needs_the_id_of_its_channel() throws Exception {
        JsonNode posted = call("chat.postMessage", Tree.of("channel", "#storage", "text", "open"));
        ObjectNode update = Tree.of(
                "channel",
                posted.path("channel").asText(),
                "ts",
                posted.path("ts").asText(),
                "text",
                "resolved");

        assertThat(call("chat.update", update).path("ok").asBoolean()).isTrue();
        assertThat(slack.messages("#storage"))
                .singleElement()
                .satisfies(message -> assertThat(message.text()).isEqualTo("resolved"))
                .satisfies(message -> assertThat(message.edits()).isEqualTo(1));
        update.put("channel", "#storage");
        assertThat(error("chat.update", update)).isEqualTo("channel_not_found");
        update.put("channel", slack.channelId("#oncall"));
        assertThat(error("chat.update", update)).isEqualTo("message_not_found");
    }

    @Test
    void only_its_person_sees_an_ephemeral_message() throws Exception {
        ObjectNode whisper =
                Tree.of("channel", "#storage", "user", slack.person("ana"), "text", "you may not approve this");

        assertThat(call("chat.postEphemeral", whisper).path("message_ts").asText())
                .isNotEmpty();
        assertThat(slack.whispers("ana")).extracting(SlackMessage::text).containsExactly("you may not approve this");
        assertThat(slack.whispers("bob")).isEmpty();
        assertThat(slack.messages("#storage")).isEmpty();
        whisper.put("user", "U000000");
        assertThat(error("chat.postEphemeral", whisper)).isEqualTo("user_not_in_channel");
    }

    @Test
    void the_token_decides_who_speaks() throws Exception {
        URI test = slack.api().resolve("auth.test");

        assertThat(Sender.post(test, "", "Authorization", "Bearer " + slack.token())
                        .body())
                .contains("\"ok\":true", "\"user\":\"sentinel\"");
        assertThat(Sender.post(test, "", "Authorization", "Bearer stolen").body())
                .contains("invalid_auth");
        assertThat(Sender.post(test, "").body()).contains("not_authed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            chat.postMessage | {"channel": "#nowhere", "text": "x"}                          | channel_not_found
            chat.postMessage | {"channel": "#left", "text": "x"}                             | not_in_channel
            chat.postMessage | {"channel": "#old", "text": "x"}                              | is_archived
            chat.postMessage | {"text": "x"}                                                 | invalid_arguments
            chat.postMessage | {"channel": "#storage"}                                       | no_text
            chat.postMessage | {"channel": "#storage", "text": "x", "thread_ts": "0"}        | invalid_thread_ts
            chat.postMessage | {"channel": "#storage", "text": "x", "thread_ts": "1.000009"} | thread_not_found
            chat.postMessage | {"channel": "#storage", "blocks": "x"}                        | invalid_blocks_format
            chat.postMessage | ["channel"]                                                   | json_not_object
            chat.postMessage | {                                                             | invalid_json
            chat.delete      | {"channel": "#storage"}                                       | unknown_method
            """)
    void what_is_wrong_is_said_in_slacks_words(String method, String body, String error) throws Exception {
        slack = reopened("#storage", "#left", "#old");
        slack.leaves("#left");
        slack.archives("#old");

        HttpResponse<String> answer = send(method, body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(MAPPER.readTree(answer.body()).path("error").asText()).isEqualTo(error);
        assertThat(slack.messages("#storage")).isEmpty();
    }

    @Test
    void a_text_and_blocks_have_limits() throws Exception {
        assertThat(error("chat.postMessage", message(section("x".repeat(3_000)))))
                .isEmpty();
        JsonNode refused = call("chat.postMessage", message(section("x".repeat(3_001))));
        assertThat(refused.path("error").asText()).isEqualTo("invalid_blocks");
        assertThat(refused.path("errors").toString())
                .contains("must be less than 3001 characters [json-pointer:/blocks/0/text/text]");
        assertThat(refused.path("response_metadata").path("messages").toString())
                .contains("[ERROR] must be less");

        assertThat(error("chat.postMessage", message(dividers(50)))).isEmpty();
        assertThat(call("chat.postMessage", message(dividers(51))).toString())
                .contains("no more than 50 items allowed [json-pointer:/blocks]");
        assertThat(error(
                        "chat.postMessage",
                        message(
                                section("x".repeat(2_900)).deepCopy(),
                                IntStream.range(0, 4)
                                        .mapToObj(i -> section("y".repeat(2_900)))
                                        .toArray(JsonNode[]::new))))
                .isEqualTo("msg_blocks_too_long");
        assertThat(error("chat.postMessage", Tree.of("channel", "#storage", "text", "x".repeat(40_001))))
                .isEqualTo("msg_too_long");
    }

    @Test
    void too_many_requests_are_told_when_to_come_again() throws Exception {
        slack.outage().limits(Duration.ofSeconds(7), 1);

        HttpResponse<String> limited = send("auth.test", "{}");

        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(limited.body()).contains("\"error\":\"ratelimited\"");
        assertThat(send("auth.test", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void an_incoming_webhook_posts_to_its_channel_and_errs_with_plain_words() throws Exception {
        URI hook = slack.hook("#oncall");

        assertThat(Sender.post(hook, "{\"text\":\"volume faulted\"}").body()).isEqualTo("ok");
        assertThat(slack.messages("#oncall")).extracting(SlackMessage::text).containsExactly("volume faulted");
        assertThat(Sender.post(hook, "{}").body()).isEqualTo("no_text");
        assertThat(Sender.post(hook, "{").statusCode()).isEqualTo(400);
        assertThat(Sender.post(hook.resolve("wrong"), "{\"text\":\"x\"}").statusCode())
                .isEqualTo(404);
        slack.archives("#oncall");
        HttpResponse<String> archived = Sender.post(hook, "{\"text\":\"x\"}");
        assertThat(archived.statusCode()).isEqualTo(410);
        assertThat(archived.body()).isEqualTo("channel_is_archived");
    }

    @Test
    void a_press_is_signed_over_its_raw_body_with_the_time() throws Exception {
        SlackPress press = slack.press(question(), "approve", "ana");

        String time = press.headers().getOrDefault("X-Slack-Request-Timestamp", "");
        assertThat(time).isEqualTo(Long.toString(Sender.NOON.getEpochSecond()));
        assertThat(press.headers().get("X-Slack-Signature")).isEqualTo(due(time, press.body()));
        JsonNode payload = payload(press);
        assertThat(payload.path("type").asText()).isEqualTo("block_actions");
        assertThat(payload.path("user").path("id").asText()).isEqualTo(slack.person("ana"));
        assertThat(payload.path("actions").path(0).path("value").asText()).isEqualTo("plan-7");
        assertThat(payload.path("actions").path(0).path("block_id").asText()).isEqualTo("decision");
        assertThat(payload.path("container").path("channel_id").asText()).isEqualTo(slack.channelId("#storage"));
    }

    @Test
    void presses_come_forged_altered_and_old_too() throws Exception {
        SlackPress press = slack.press(question(), "approve", "ana");

        SlackPress forged = press.forged();
        assertThat(forged.headers().get("X-Slack-Signature"))
                .isNotEqualTo(press.headers().get("X-Slack-Signature"));
        SlackPress altered = press.altered("plan-7", "plan-8");
        assertThat(payload(altered).path("actions").path(0).path("value").asText())
                .isEqualTo("plan-8");
        assertThat(altered.headers()).isEqualTo(press.headers());
        SlackPress old = press.sentAt(Sender.NOON.minusSeconds(301));
        assertThat(old.headers().get("X-Slack-Signature"))
                .isEqualTo(due(Long.toString(Sender.NOON.getEpochSecond() - 301), old.body()));
        assertThatThrownBy(() -> press.altered("plan-9", "plan-8")).hasMessageContaining("plan-9");
        assertThatThrownBy(() -> slack.press(question(), "abstain", "ana")).hasMessageContaining("approve");
    }

    @Test
    void a_press_is_delivered_as_slack_does_and_its_response_address_serves_five_times() throws Exception {
        try (WebhookServer app = WebhookServer.open(Sender.TIME, 0)) {
            SlackPress press = slack.press(question(), "approve", "ana");

            assertThat(press.sendTo(app.uri().resolve("/slack")).statusCode()).isEqualTo(204);
            assertThat(app.received()).singleElement().satisfies(request -> {
                assertThat(request.body()).isEqualTo(press.body());
                assertThat(request.header("x-slack-signature"))
                        .hasValue(press.headers().get("X-Slack-Signature"));
            });
            URI responses = URI.create(payload(press).path("response_url").asText());
            assertThat(Sender.post(responses, "{\"replace_original\":true,\"text\":\"approved\"}")
                            .body())
                    .isEqualTo("ok");
            assertThat(slack.messages("#storage"))
                    .extracting(SlackMessage::shown)
                    .containsExactly("approved");
            for (int i = 0; i < 4; i++) {
                assertThat(Sender.post(responses, "{\"text\":\"only for you\"}").statusCode())
                        .isEqualTo(200);
            }
            assertThat(slack.whispers("ana")).hasSize(4);
            assertThat(Sender.post(responses, "{\"text\":\"once more\"}").body())
                    .contains("used_url");
        }
    }

    @Test
    void the_workspace_forgets_its_oldest_message_at_its_limit() {
        SlackWorkspace workspace = new SlackWorkspace(3);
        workspace.add("#storage");
        for (int i = 0; i < 4; i++) {
            SlackMessage unused = workspace.post(
                    workspace.known("#storage"),
                    Optional.empty(),
                    Optional.empty(),
                    Sender.NOON,
                    "message " + i,
                    Tree.list());
        }

        assertThat(workspace.messages(each -> true))
                .extracting(SlackMessage::text)
                .containsExactly("message 1", "message 2", "message 3");
    }

    private SlackServer reopened(String... channels) throws IOException {
        slack.close();
        return SlackServer.open(Sender.TIME, 0, channels);
    }

    private SlackMessage question() throws Exception {
        JsonNode actions = MAPPER.readTree("""
                {"type": "actions", "block_id": "decision", "elements": [
                  {"type": "button", "action_id": "approve", "value": "plan-7",
                   "text": {"type": "plain_text", "text": "Approve"}},
                  {"type": "button", "action_id": "reject", "value": "plan-7",
                   "text": {"type": "plain_text", "text": "Reject"}}]}""");
        assertThat(error("chat.postMessage", message(section("Quarantine agent-4?"), actions)))
                .isEmpty();
        SlackMessage question = slack.messages("#storage").getLast();
        assertThat(question.shown()).contains("Quarantine agent-4?");
        return question;
    }

    private static String due(String time, String body) {
        return "v0=" + Hmac.hex("lab-signing-secret", "v0:" + time + ":" + body);
    }

    private static JsonNode payload(SlackPress press) throws IOException {
        return MAPPER.readTree(Request.form(press.body()).getOrDefault("payload", ""));
    }

    private static ObjectNode message(JsonNode first, JsonNode... more) {
        ObjectNode message = Tree.of("channel", "#storage", "text", "for the notification");
        message.putArray("blocks").add(first).addAll(List.of(more));
        return message;
    }

    private static ObjectNode message(List<JsonNode> blocks) {
        ObjectNode message = Tree.of("channel", "#storage", "text", "for the notification");
        message.putArray("blocks").addAll(blocks);
        return message;
    }

    private static JsonNode section(String text) {
        return Tree.of("type", "section", "text", Tree.of("type", "mrkdwn", "text", text));
    }

    private static List<JsonNode> dividers(int count) {
        return IntStream.range(0, count)
                .<JsonNode>mapToObj(i -> Tree.of("type", "divider"))
                .toList();
    }

    private String error(String method, ObjectNode arguments) throws Exception {
        return call(method, arguments).path("error").asText("");
    }

    private JsonNode call(String method, ObjectNode arguments) throws Exception {
        return MAPPER.readTree(send(method, arguments.toString()).body());
    }

    private HttpResponse<String> send(String method, String body) throws Exception {
        return Sender.post(
                slack.api().resolve(method),
                body,
                "Authorization",
                "Bearer " + slack.token(),
                "Content-Type",
                "application/json; charset=utf-8");
    }
}
