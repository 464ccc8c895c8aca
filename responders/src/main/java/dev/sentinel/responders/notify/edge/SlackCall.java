package dev.sentinel.responders.notify.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sentinel.responders.notify.SlackMessages;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What Slack says when somebody presses a button. The signature over the body as it came is checked before anything in it is
 * read, and an old one is refused, so that a call that was overheard cannot be played again.
 */
public sealed interface SlackCall {

    Duration LONGEST = Duration.ofMinutes(5);

    /** A signed press of a button: by which user of Slack, in which room, about which ticket. */
    record Pressed(String user, String room, String ticket, boolean approves) implements SlackCall {}

    /** Not to be believed, or nothing that we asked. */
    record Refused(String why) implements SlackCall {}

    /** Reads a call: headers X-Slack-Request-Timestamp and X-Slack-Signature, and the raw body. */
    static SlackCall read(String signingSecret, String timestamp, String signature, byte[] body, Instant now) {
        if (!timestamp.matches("\\d{1,12}")) {
            return new Refused("no timestamp");
        }
        Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Duration.between(sent, now).abs().compareTo(LONGEST) > 0) {
            return new Refused("its time %s is more than %d minutes from now".formatted(sent, LONGEST.toMinutes()));
        }
        byte[] expected = signed(signingSecret, timestamp, body).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))) {
            return new Refused("its signature is not Slack's");
        }
        return pressed(new String(body, StandardCharsets.UTF_8))
                .<SlackCall>map(each -> each)
                .orElseGet(() -> new Refused("it is no press of a button of ours"));
    }

    /** As Slack signs: version, time and body, keyed with the secret of the app. */
    static String signed(String signingSecret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(signingSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update("v0:%s:".formatted(timestamp).getBytes(StandardCharsets.UTF_8));
            return "v0=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform must have HmacSHA256, this one does not", e);
        }
    }

    private static Optional<Pressed> pressed(String form) {
        return Arrays.stream(form.split("&"))
                .filter(part -> part.startsWith("payload="))
                .findFirst()
                .flatMap(part -> decoded(part.substring("payload=".length())))
                .flatMap(SlackCall::parsed)
                .flatMap(SlackCall::pressed);
    }

    private static Optional<String> decoded(String part) {
        try {
            return Optional.of(URLDecoder.decode(part, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> parsed(String json) {
        try {
            return Optional.ofNullable(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Pressed> pressed(JsonNode payload) {
        JsonNode action = payload.path("actions").path(0);
        String user = payload.path("user").path("id").asText("");
        String room = payload.path("channel").path("id").asText("");
        String ticket = action.path("value").asText("");
        String which = action.path("action_id").asText("");
        boolean ours = which.equals(SlackMessages.APPROVE) || which.equals(SlackMessages.REJECT);
        return payload.path("type").asText("").equals("block_actions") && ours && !user.isEmpty() && !ticket.isEmpty()
                ? Optional.of(new Pressed(user, room, ticket, which.equals(SlackMessages.APPROVE)))
                : Optional.empty();
    }
}
