package dev.sentinel.responders.notify.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.responders.notify.Letters;
import dev.sentinel.responders.notify.News;
import dev.sentinel.responders.notify.SlackMessages;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A room in Slack, spoken to as a bot: one message for each incident, kept up to date, with what happened in its thread.
 *
 * @param api "https://slack.com/api/"
 * @param room the channel's id, or its name with #
 */
public record SlackBot(String name, URI api, Token token, String room, boolean allowPrivate) implements Channel {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Slack's words for what passes by itself. */
    private static final Set<String> PASSING = Set.of(
            "ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout");
    /** The message was taken away by hand: it is written anew. */
    private static final Set<String> GONE = Set.of("message_not_found", "cant_update_message", "edit_window_closed");

    @Override
    public Manner manner() {
        return new Manner(true, true, false, true);
    }

    @Override
    public Carried carry(News news, Optional<Post> post, Instant now) {
        return switch (news) {
            case News.OfIncident of -> face(SlackMessages.incident(of.incident()), post);
            case News.OfPlan of -> below(SlackMessages.plan(of.plan(), of.ticket()), post);
            case News.OfLine of -> below(SlackMessages.line(of.sentence()), post);
            case News.OfChannel of -> say("chat.postMessage", SlackMessages.line(Letters.channel(of)), room);
            case News.OfStorm of -> say("chat.postMessage", SlackMessages.line(Letters.storm(of)), room);
        };
    }

    /** Says something that only one person in a room sees. */
    public Carried whisper(String user, String where, String text) {
        return say("chat.postEphemeral", SlackMessages.line(text).put("user", user), where);
    }

    private Carried face(ObjectNode message, Optional<Post> post) {
        if (post.isEmpty()) {
            return say("chat.postMessage", message, room);
        }
        Carried updated = say(
                "chat.update",
                message.deepCopy().put("ts", post.get().id()),
                post.get().place());
        boolean gone = updated instanceof Carried.Never never && GONE.contains(never.why());
        return gone ? say("chat.postMessage", message, room) : updated;
    }

    private Carried below(ObjectNode message, Optional<Post> post) {
        post.ifPresent(above -> message.put("thread_ts", above.id()));
        return say("chat.postMessage", message, post.map(Post::place).orElse(room));
    }

    private Carried say(String method, ObjectNode message, String where) {
        message.put("channel", where).put("unfurl_links", false).put("unfurl_media", false);
        var headers =
                Map.of("content-type", "application/json; charset=utf-8", "authorization", "Bearer " + token.read());
        var reply = new Wire(new Doorstep(allowPrivate))
                .post(api.resolve(method), headers, message.toString().getBytes(StandardCharsets.UTF_8));
        return reply instanceof Wire.Reply.Answered answered && answered.good()
                ? told(answered.body())
                : Wire.judged(reply);
    }

    /** Slack says 200 to everything; whether it is well stands inside. */
    private static Carried told(String body) {
        try {
            JsonNode answer = JSON.readTree(body);
            if (answer.path("ok").asBoolean(false)) {
                return new Carried.There(Optional.of(new Post(
                        answer.path("channel").asText(""), answer.path("ts").asText(""))));
            }
            String error = answer.path("error").asText("no reason");
            return PASSING.contains(error) ? new Carried.NotNow(error, Optional.empty()) : new Carried.Never(error);
        } catch (JsonProcessingException e) {
            return new Carried.NotNow("the answer is no JSON", Optional.empty());
        }
    }
}
