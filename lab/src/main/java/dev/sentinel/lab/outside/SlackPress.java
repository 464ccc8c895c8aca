package dev.sentinel.lab.outside;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The request that Slack sends when somebody presses a button, signed with the secret of the app; and what an attacker makes of
 * one. Sending the same one twice is a replay.
 */
public final class SlackPress {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String secret;
    private final String timestamp;
    private final String body;
    private final String signature;

    private SlackPress(String secret, String timestamp, String body, String signature) {
        this.secret = secret;
        this.timestamp = timestamp;
        this.body = body;
        this.signature = signature;
    }

    static SlackPress signed(String secret, Instant at, String payload) {
        return form(secret, Long.toString(at.getEpochSecond()), "payload=" + encoded(payload));
    }

    /** As if it had been sent then: rightly signed, perhaps too old. */
    public SlackPress sentAt(Instant at) {
        return form(secret, Long.toString(at.getEpochSecond()), body);
    }

    /** Signed by somebody who does not know the secret. */
    public SlackPress forged() {
        return new SlackPress(secret, timestamp, body, sign("not-" + secret, timestamp, body));
    }

    /** Changed on its way: another text in the payload, the old signature. */
    public SlackPress altered(String from, String to) {
        String changed = body.replace(encoded(from), encoded(to));
        if (changed.equals(body)) {
            throw new IllegalArgumentException("the payload has no \"%s\" that could be altered".formatted(from));
        }
        return new SlackPress(secret, timestamp, changed, signature);
    }

    /** What it carries besides the body. */
    public Map<String, String> headers() {
        return Map.of(
                "Content-Type",
                "application/x-www-form-urlencoded",
                "User-Agent",
                "Slackbot 1.0 (+https://api.slack.com/robots)",
                "X-Slack-Request-Timestamp",
                timestamp,
                "X-Slack-Signature",
                signature);
    }

    /** The form whose field {@code payload} is the interaction. */
    public String body() {
        return body;
    }

    /** Delivers it. Slack shows the person an error unless the answer is 200 within three seconds. */
    public HttpResponse<String> sendTo(URI uri) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(PATIENCE).POST(HttpRequest.BodyPublishers.ofString(body));
        headers().forEach(request::header);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static SlackPress form(String secret, String timestamp, String body) {
        return new SlackPress(secret, timestamp, body, sign(secret, timestamp, body));
    }

    private static String sign(String secret, String timestamp, String body) {
        return "v0=" + Hmac.hex(secret, "v0:%s:%s".formatted(timestamp, body));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
