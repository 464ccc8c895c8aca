package dev.sentinel.responders.notify.edge;

import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import dev.sentinel.responders.notify.Letters;
import dev.sentinel.responders.notify.News;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Any program that takes JSON: incidents and plans in the contract's own JSON form. The body is signed together with the time, so
 * that an old one cannot be played again: {@code X-Sentinel-Timestamp} has the seconds, {@code X-Sentinel-Signature} is
 * {@code v1=} and the HMAC-SHA256 of seconds, a dot and the body, in hex.
 */
public record WebhookDoor(String name, URI address, Token key, boolean allowPrivate) implements Channel {

    @Override
    public Manner manner() {
        return new Manner(true, false, false, true);
    }

    @Override
    public Carried carry(News news, Optional<Post> post, Instant now) {
        String body = switch (news) {
            case News.OfIncident of -> kind("incident", written(of.incident()));
            case News.OfPlan of -> kind("plan", written(of.plan()));
            case News.OfLine of -> kind("notice", quoted(of.sentence()));
            case News.OfChannel of -> kind("notice", quoted(Letters.channel(of)));
            case News.OfStorm of -> kind("notice", quoted(Letters.storm(of)));
        };
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        var headers = Map.of(
                "content-type",
                "application/json",
                "x-sentinel-timestamp",
                Long.toString(now.getEpochSecond()),
                "x-sentinel-signature",
                signature(key.read(), now.getEpochSecond(), bytes));
        return Wire.judged(new Wire(new Doorstep(allowPrivate)).post(address, headers, bytes));
    }

    private static String kind(String kind, String json) {
        return "{\"%s\":%s}".formatted(kind, json);
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    private static String written(MessageOrBuilder message) {
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message of the contract has a JSON form", e);
        }
    }

    static String signature(String key, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
            return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform must have HmacSHA256, this one does not", e);
        }
    }
}
