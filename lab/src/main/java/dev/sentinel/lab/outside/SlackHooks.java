package dev.sentinel.lab.outside;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sentinel.lab.world.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The addresses that are secrets themselves: incoming webhooks ({@code /services/...}), and the response addresses that come
 * with a press ({@code /actions/...}), which serve five times within half an hour.
 */
final class SlackHooks {

    private static final int RESPONSES = 5;
    private static final Duration RESPONSES_LAST = Duration.ofMinutes(30);
    private static final int REMEMBERED = 1_000;

    private record Pressed(
            String path, SlackWorkspace.Channel channel, String ts, String person, Instant at, int used) {

        Pressed usedOnce() {
            return new Pressed(path, channel, ts, person, at, used + 1);
        }
    }

    private final ObjectMapper mapper = new ObjectMapper();
    private final SlackWorkspace workspace;
    private final List<Pressed> presses = new ArrayList<>();
    private long pressed;

    SlackHooks(SlackWorkspace workspace) {
        this.workspace = workspace;
    }

    /** The path of the webhook that posts to a channel. */
    static String hook(SlackWorkspace.Channel channel) {
        return "/services/%s/%s/hook-of-%s".formatted(SlackApp.TEAM, SlackApp.BOT, channel.id());
    }

    /** A new path for answers to a press. */
    synchronized String pressed(SlackWorkspace.Channel channel, SlackMessage message, String person, Instant at) {
        String path = "/actions/%s/%d".formatted(SlackApp.TEAM, ++pressed);
        presses.add(new Pressed(path, channel, message.ts(), person, at, 0));
        if (presses.size() > REMEMBERED) {
            presses.removeFirst();
        }
        return path;
    }

    synchronized Reply answer(Request request) {
        List<String> steps = request.steps();
        String kind = steps.isEmpty() ? "" : steps.getFirst();
        if (!request.method().equals("POST") || !List.of("services", "actions").contains(kind)) {
            return Reply.text(404, "");
        }
        JsonNode payload;
        try {
            String type = request.header("Content-Type").orElse("");
            payload = mapper.readTree(
                    type.startsWith("application/x-www-form-urlencoded")
                            ? Request.form(request.body()).getOrDefault("payload", "")
                            : request.body());
        } catch (JsonProcessingException e) {
            return Reply.text(400, "invalid_payload");
        }
        if (!payload.isObject()) {
            return Reply.text(400, "invalid_payload");
        }
        return kind.equals("services") ? post(request, payload) : respond(request, payload);
    }

    private Reply post(Request request, JsonNode payload) {
        Optional<SlackWorkspace.Channel> channel =
                workspace.channelOf(each -> hook(each).equals(request.path()));
        if (channel.isEmpty()) {
            return Reply.text(404, "no_service");
        }
        if (channel.get().archived()) {
            return Reply.text(410, "channel_is_archived");
        }
        Optional<String> wrong = wrong(payload);
        if (wrong.isPresent()) {
            return Reply.text(400, wrong.get());
        }
        SlackMessage unused = workspace.post(
                channel.get(),
                Optional.of(Tree.text(payload, "thread_ts")).filter(ts -> !ts.isEmpty()),
                Optional.empty(),
                request.at(),
                Tree.text(payload, "text"),
                blocks(payload));
        return Reply.text(200, "ok");
    }

    private Reply respond(Request request, JsonNode payload) {
        Optional<Pressed> known = presses.stream()
                .filter(each -> each.path().equals(request.path()))
                .findFirst();
        if (known.isEmpty() || request.at().isAfter(known.get().at().plus(RESPONSES_LAST))) {
            return Reply.json(404, Tree.of("ok", false, "error", "expired_url"));
        }
        Pressed press = known.get();
        if (press.used() >= RESPONSES) {
            return Reply.json(404, Tree.of("ok", false, "error", "used_url"));
        }
        presses.set(presses.indexOf(press), press.usedOnce());
        Optional<SlackMessage> original = workspace.find(press.channel(), press.ts());
        if (Tree.flag(payload, "delete_original")) {
            original.ifPresent(workspace::delete);
            return Reply.text(200, "ok");
        }
        Optional<String> wrong = wrong(payload);
        if (wrong.isPresent()) {
            return Reply.text(400, wrong.get());
        }
        if (Tree.flag(payload, "replace_original")) {
            original.ifPresent(message -> {
                SlackMessage unused = workspace.edit(message, Tree.text(payload, "text"), blocks(payload));
            });
            return Reply.text(200, "ok");
        }
        boolean forAll = Tree.text(payload, "response_type").equals("in_channel");
        SlackMessage unused = workspace.post(
                press.channel(),
                Optional.of(Tree.text(payload, "thread_ts")).filter(ts -> !ts.isEmpty()),
                forAll ? Optional.empty() : Optional.of(press.person()),
                request.at(),
                Tree.text(payload, "text"),
                blocks(payload));
        return Reply.text(200, "ok");
    }

    private static Optional<String> wrong(JsonNode payload) {
        if (!payload.has("blocks")) {
            return Tree.text(payload, "text").isEmpty() ? Optional.of("no_text") : Optional.empty();
        }
        try {
            SlackBlocks.check(payload.path("blocks"));
            return Optional.empty();
        } catch (SlackError e) {
            return Optional.of(e.word());
        }
    }

    private static JsonNode blocks(JsonNode payload) {
        return payload.has("blocks") ? payload.path("blocks") : Tree.list();
    }
}
