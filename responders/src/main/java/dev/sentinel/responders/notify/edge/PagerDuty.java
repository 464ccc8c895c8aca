package dev.sentinel.responders.notify.edge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.responders.notify.Letters;
import dev.sentinel.responders.notify.News;
import dev.sentinel.responders.notify.PagerEvents;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A service of PagerDuty by its Events v2. When in doubt it pages twice under one name rather than not at all.
 *
 * @param api "https://events.pagerduty.com/v2/enqueue"
 */
public record PagerDuty(String name, URI api, Token routingKey, boolean allowPrivate) implements Channel {

    @Override
    public Manner manner() {
        return new Manner(false, false, false, false);
    }

    @Override
    public Carried carry(News news, Optional<Post> post, Instant now) {
        String key = routingKey.read();
        ObjectNode event = switch (news) {
            case News.OfIncident of -> PagerEvents.incident(of.incident(), key);
            case News.OfPlan of -> PagerEvents.incident(of.incident(), key);
            case News.OfLine of -> PagerEvents.incident(of.incident(), key);
            case News.OfChannel of ->
                PagerEvents.own(key, "sentinel-channel-" + of.channel(), Letters.channel(of), of.over());
            case News.OfStorm of -> PagerEvents.own(key, "sentinel-storm", Letters.storm(of), false);
        };
        return Wire.judged(new Wire(new Doorstep(allowPrivate))
                .post(
                        api,
                        Map.of("content-type", "application/json"),
                        event.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
