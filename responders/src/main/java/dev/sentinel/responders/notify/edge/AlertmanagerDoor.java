package dev.sentinel.responders.notify.edge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sentinel.responders.notify.Alerts;
import dev.sentinel.responders.notify.Letters;
import dev.sentinel.responders.notify.News;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An Alertmanager by its API v2, for those whose routes and pagers hang there.
 *
 * @param api its address, without the path
 */
public record AlertmanagerDoor(String name, URI api, boolean allowPrivate) implements Channel {

    @Override
    public Manner manner() {
        return new Manner(true, false, true, false);
    }

    @Override
    public Carried carry(News news, Optional<Post> post, Instant now) {
        ArrayNode alerts = switch (news) {
            case News.OfIncident of -> Alerts.incident(of.incident(), now);
            case News.OfPlan of -> Alerts.incident(of.incident(), now);
            case News.OfLine of -> Alerts.incident(of.incident(), now);
            case News.OfChannel of -> Alerts.own("channel " + of.channel(), Letters.channel(of), of.over(), now);
            case News.OfStorm of -> Alerts.own("storm", Letters.storm(of), false, now);
        };
        return Wire.judged(new Wire(new Doorstep(allowPrivate))
                .post(
                        api.resolve("/api/v2/alerts"),
                        Map.of("content-type", "application/json"),
                        alerts.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
