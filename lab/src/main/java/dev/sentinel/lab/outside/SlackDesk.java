package dev.sentinel.lab.outside;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Answers the methods of Slack's Web API: 200 with {@code ok} false and a word is how it says no. */
final class SlackDesk implements HttpDoor.Service {

    private static final int TEXT = 40_000;
    private static final int UPDATED_TEXT = 4_000;

    private final ObjectMapper mapper = new ObjectMapper();
    private final SlackWorkspace workspace;
    private final SlackHooks hooks;
    private final SlackApp app;

    SlackDesk(SlackWorkspace workspace, SlackHooks hooks, SlackApp app) {
        this.workspace = workspace;
        this.hooks = hooks;
        this.app = app;
    }

    @Override
    public Reply answer(Request request) {
        List<String> steps = request.steps();
        if (!steps.isEmpty() && steps.getFirst().equals("api") && steps.size() == 2) {
            return Reply.json(200, method(steps.getLast(), request));
        }
        return hooks.answer(request);
    }

    @Override
    public Reply failing(int status) {
        return status == 429
                ? Reply.json(status, Tree.of("ok", false, "error", "ratelimited"))
                : Reply.text(status, "");
    }

    private ObjectNode method(String method, Request request) {
        try {
            ObjectNode arguments = arguments(request);
            authorise(request, arguments);
            ObjectNode answer = switch (method) {
                case "auth.test" -> identity();
                case "chat.postMessage" -> post(arguments, request.at());
                case "chat.update" -> update(arguments);
                case "chat.postEphemeral" -> whisper(arguments, request.at());
                default -> throw new SlackError("unknown_method");
            };
            answer.put("ok", true);
            return answer;
        } catch (SlackError e) {
            ObjectNode answer = Tree.of("ok", false, "error", e.word());
            if (!e.details().isEmpty()) {
                answer.set("errors", Tree.value(e.details()));
                Tree.set(
                        answer,
                        e.details().stream().map(each -> "[ERROR] " + each).toList(),
                        "response_metadata",
                        "messages");
            }
            return answer;
        }
    }

    private ObjectNode identity() {
        return Tree.of(
                "url",
                "https://lab.slack.com/",
                "team",
                "lab",
                "user",
                SlackApp.NAME,
                "team_id",
                SlackApp.TEAM,
                "user_id",
                SlackApp.USER,
                "bot_id",
                SlackApp.BOT,
                "is_enterprise_install",
                false);
    }

    private ObjectNode post(ObjectNode arguments, Instant at) {
        SlackWorkspace.Channel channel = writable(there(workspace.channel(required(arguments, "channel"))));
        JsonNode blocks = content(arguments, TEXT);
        Optional<String> thread = thread(arguments, channel);
        SlackMessage message =
                workspace.post(channel, thread, Optional.empty(), at, Tree.text(arguments, "text"), blocks);
        return Tree.of("channel", channel.id(), "ts", message.ts(), "message", SlackInteraction.shape(message));
    }

    private ObjectNode update(ObjectNode arguments) {
        // By its id only: a name that posting understands is not found here.
        String id = required(arguments, "channel");
        SlackWorkspace.Channel channel =
                there(workspace.channelOf(each -> each.id().equals(id)));
        String ts = required(arguments, "ts");
        JsonNode blocks = content(arguments, UPDATED_TEXT);
        SlackMessage message = workspace
                .find(channel, ts)
                .filter(each -> each.onlyFor().isEmpty())
                .orElseThrow(() -> new SlackError("message_not_found"));
        SlackMessage edited = workspace.edit(message, Tree.text(arguments, "text"), blocks);
        return Tree.of(
                "channel", channel.id(), "ts", ts, "text", edited.text(), "message", SlackInteraction.shape(edited));
    }

    private ObjectNode whisper(ObjectNode arguments, Instant at) {
        SlackWorkspace.Channel channel = writable(there(workspace.channel(required(arguments, "channel"))));
        String person = workspace
                .personOf(required(arguments, "user"))
                .orElseThrow(() -> new SlackError("user_not_in_channel"));
        JsonNode blocks = content(arguments, TEXT);
        SlackMessage message = workspace.post(
                channel, thread(arguments, channel), Optional.of(person), at, Tree.text(arguments, "text"), blocks);
        return Tree.of("message_ts", message.ts());
    }

    private static SlackWorkspace.Channel there(Optional<SlackWorkspace.Channel> channel) {
        return channel.orElseThrow(() -> new SlackError("channel_not_found"));
    }

    private static SlackWorkspace.Channel writable(SlackWorkspace.Channel channel) {
        if (channel.archived()) {
            throw new SlackError("is_archived");
        }
        if (!channel.member()) {
            throw new SlackError("not_in_channel");
        }
        return channel;
    }

    private Optional<String> thread(ObjectNode arguments, SlackWorkspace.Channel channel) {
        String ts = Tree.text(arguments, "thread_ts");
        if (ts.isEmpty()) {
            return Optional.empty();
        }
        if (!ts.matches("\\d{1,12}\\.\\d{6}")) {
            throw new SlackError("invalid_thread_ts", ts + " is not a valid thread_ts");
        }
        if (workspace.find(channel, ts).isEmpty()) {
            throw new SlackError("thread_not_found");
        }
        return Optional.of(ts);
    }

    /** The blocks, which may be written as JSON in a text; there must be some, or a text. */
    private JsonNode content(ObjectNode arguments, int limit) {
        JsonNode given = arguments.path("blocks");
        JsonNode blocks = given.isTextual() ? read(given.asText(), "invalid_blocks_format") : given;
        if (!given.isMissingNode()) {
            SlackBlocks.check(blocks);
        }
        String text = Tree.text(arguments, "text");
        if (text.isEmpty() && given.isMissingNode()) {
            throw new SlackError("no_text");
        }
        if (text.length() > limit) {
            throw new SlackError("msg_too_long");
        }
        return given.isMissingNode() ? Tree.list() : blocks;
    }

    private ObjectNode arguments(Request request) {
        String type = request.header("Content-Type").orElse("");
        if (type.startsWith("application/json")) {
            if (read(request.body(), "invalid_json") instanceof ObjectNode object) {
                return object;
            }
            throw new SlackError("json_not_object");
        }
        if (type.startsWith("application/x-www-form-urlencoded")) {
            ObjectNode form = Tree.of();
            Request.form(request.body()).forEach(form::put);
            return form;
        }
        if (request.body().isEmpty()) {
            return Tree.of();
        }
        throw new SlackError("invalid_post_type");
    }

    private void authorise(Request request, ObjectNode arguments) {
        String said = request.header("Authorization")
                .filter(header -> header.startsWith("Bearer "))
                .map(header -> header.substring("Bearer ".length()))
                .orElse(Tree.text(arguments, "token"));
        if (said.isEmpty()) {
            throw new SlackError("not_authed");
        }
        if (!said.equals(app.token())) {
            throw new SlackError("invalid_auth");
        }
    }

    private static String required(ObjectNode arguments, String name) {
        String value = Tree.text(arguments, name);
        if (value.isEmpty()) {
            throw new SlackError("invalid_arguments", "missing required field: " + name);
        }
        return value;
    }

    private JsonNode read(String json, String otherwise) {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw new SlackError(otherwise);
        }
    }
}
