package dev.sentinel.responders.notify.edge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.responders.notify.Letters;
import dev.sentinel.responders.notify.News;
import dev.sentinel.responders.notify.SlackMessages;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A room in Slack by an incoming webhook: it can only add messages, so only what matters is said. The address is a secret. */
public record SlackHook(String name, Token address, boolean allowPrivate) implements Channel {

    @Override
    public Manner manner() {
        return new Manner(false, false, false, true);
    }

    @Override
    public Carried carry(News news, Optional<Post> post, Instant now) {
        ObjectNode message = switch (news) {
            case News.OfIncident of -> SlackMessages.incident(of.incident());
            // Buttons need an app that is called back; who approves here does it at the command line.
            case News.OfPlan of -> SlackMessages.plan(of.plan(), Optional.empty());
            case News.OfLine of -> SlackMessages.line(of.sentence());
            case News.OfChannel of -> SlackMessages.line(Letters.channel(of));
            case News.OfStorm of -> SlackMessages.line(Letters.storm(of));
        };
        return Wire.judged(new Wire(new Doorstep(allowPrivate))
                .post(
                        URI.create(address.read()),
                        Map.of("content-type", "application/json; charset=utf-8"),
                        message.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
