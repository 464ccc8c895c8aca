package dev.sentinel.lab.outside;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Tree;
import java.net.URI;
import java.time.Instant;

/** A press as Slack describes it: the payload of type {@code block_actions}. */
record SlackInteraction(
        SlackMessage message,
        SlackWorkspace.Channel channel,
        String person,
        String personId,
        SlackMessage.Element pressed,
        Instant at,
        URI responses) {

    ObjectNode payload() {
        ObjectNode element = pressed.element().deepCopy();
        element.put("block_id", Tree.text(pressed.block(), "block_id"));
        element.put("action_ts", "%d.%06d".formatted(at.getEpochSecond(), at.getNano() / 1_000));
        return Tree.of(
                "type",
                "block_actions",
                "user",
                Tree.of("id", personId, "username", person, "name", person, "team_id", SlackApp.TEAM),
                "api_app_id",
                SlackApp.ID,
                "container",
                Tree.of(
                        "type",
                        "message",
                        "message_ts",
                        message.ts(),
                        "channel_id",
                        channel.id(),
                        "is_ephemeral",
                        message.onlyFor().isPresent()),
                "trigger_id",
                "%d.%s".formatted(at.toEpochMilli(), personId),
                "team",
                Tree.of("id", SlackApp.TEAM, "domain", "lab"),
                "channel",
                Tree.of("id", channel.id(), "name", channel.name()),
                "message",
                shape(message),
                "state",
                Tree.of("values", Tree.of()),
                "response_url",
                responses.toString(),
                "actions",
                Tree.list(element));
    }

    /** A message as the API shows it. */
    static ObjectNode shape(SlackMessage message) {
        ObjectNode shape = Tree.of(
                "type",
                "message",
                "user",
                SlackApp.USER,
                "ts",
                message.ts(),
                "bot_id",
                SlackApp.BOT,
                "app_id",
                SlackApp.ID,
                "text",
                message.text(),
                "team",
                SlackApp.TEAM,
                "blocks",
                message.blocks());
        message.thread().ifPresent(thread -> shape.put("thread_ts", thread));
        return shape;
    }
}
