package dev.sentinel.collectors.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.collectors.stores.AlertState;
import dev.sentinel.v1.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * CloudEvents 1.0 over HTTP, in binary, structured and batched mode. One whose type is {@code sentinel.v1.Event} is that
 * event; any other goes through the mappings, written as in structured mode: {@code type}, {@code source}, {@code data.x}.
 */
public final class CloudEventReading {
    private static final int MOST_IN_BATCH = 1_000;
    private static final int MOST_REASONS = 20;
    private static final int MOST_ATTRIBUTES = 64;
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCHED = "application/cloudevents-batch+json";
    private static final List<String> REQUIRED = List.of("id", "source", "type");

    private final WebhookReading mapped;
    private final SentEvents sent;
    private final Body bodies = new Body();

    public CloudEventReading(WebhookReading mapped, SentEvents sent) {
        this.mapped = mapped;
        this.sent = sent;
    }

    /** A call. */
    public static final class Call {
        private final Map<String, String> headers;
        private final byte[] body;

        /**
         * What was sent; the bytes are not changed any more.
         *
         * @param headers by name in small letters; of a header that is there twice, one
         */
        public Call(Map<String, String> headers, byte[] body) {
            this.headers = Map.copyOf(headers);
            this.body = body;
        }

        Map<String, String> headers() {
            return headers;
        }

        byte[] body() {
            return body;
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** Without parameters such as the charset. */
        String contentType() {
            return withoutParameters(header("content-type"));
        }
    }

    /** Whether a call is one of CloudEvents at all; others are read as plain JSON. */
    public static boolean isOne(Call call) {
        return call.contentType().startsWith("application/cloudevents")
                || !call.header("ce-specversion").isEmpty();
    }

    /** What a call becomes. */
    public Outcome read(AlertState before, Call call, Instant now) {
        if (call.body().length > Body.LARGEST) {
            return new Outcome.Refused(
                    Refusal.TOO_LARGE,
                    "the body has %d bytes; at most %d are read".formatted(call.body().length, Body.LARGEST));
        }
        String type = call.contentType();
        if (type.equals(STRUCTURED) || type.equals(BATCHED)) {
            return switch (bodies.read(call.body())) {
                case Body.Read.Bad bad -> bad.why();
                case Body.Read.Good good ->
                    type.equals(BATCHED) ? batch(before, good.json(), now) : structured(before, good.json(), now);
            };
        }
        if (type.startsWith("application/cloudevents")) {
            return new Outcome.Refused(
                    Refusal.UNSUPPORTED,
                    "content type %s; CloudEvents are read as %s, %s, or in binary mode"
                            .formatted(Words.shown(type, 100), STRUCTURED, BATCHED));
        }
        return binary(before, call, now);
    }

    private Outcome batch(AlertState before, JsonNode list, Instant now) {
        if (!list.isArray()) {
            return new Outcome.Refused(Refusal.UNREADABLE, "a batch of CloudEvents is a JSON array");
        }
        if (list.size() > MOST_IN_BATCH) {
            return new Outcome.Refused(
                    Refusal.TOO_LARGE, "%d events in a batch; at most %d".formatted(list.size(), MOST_IN_BATCH));
        }
        AlertState state = before;
        List<Event> events = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        Optional<Outcome.Refused> first = Optional.empty();
        int taken = 0;
        for (JsonNode each : list) {
            switch (structured(state, each, now)) {
                case Outcome.Taken part -> {
                    taken++;
                    state = part.state();
                    events.addAll(part.events());
                    leftOut.addAll(part.leftOut());
                }
                case Outcome.Refused part -> {
                    first = first.or(() -> Optional.of(part));
                    leftOut.add(part.why());
                }
            }
        }
        return taken == 0 && first.isPresent()
                ? first.get()
                : new Outcome.Taken(
                        state, events, leftOut.stream().limit(MOST_REASONS).toList());
    }

    private Outcome structured(AlertState before, JsonNode event, Instant now) {
        Optional<String> lack = lack(event);
        if (lack.isPresent()) {
            return new Outcome.Refused(Refusal.UNREADABLE, lack.get());
        }
        if (!isEventOfOurs(event)) {
            return mapped.read(before, event, now);
        }
        String type = withoutParameters(event.path("datacontenttype").asText("application/json"));
        if (event.has("data_base64")) {
            return base64(event.path("data_base64").asText())
                    .map(bytes -> sent.read(before, type, bytes))
                    .orElse(new Outcome.Refused(Refusal.UNREADABLE, "data_base64 is not Base64"));
        }
        return sent.readJson(before, event.path("data"));
    }

    private Outcome binary(AlertState before, Call call, Instant now) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        call.headers().entrySet().stream()
                .filter(header -> header.getKey().startsWith("ce-"))
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_ATTRIBUTES)
                .forEach(header ->
                        event.put(header.getKey().substring("ce-".length()), Percent.decoded(header.getValue())));
        event.put("datacontenttype", call.header("content-type"));
        Optional<String> lack = lack(event);
        if (lack.isPresent()) {
            return new Outcome.Refused(Refusal.UNREADABLE, lack.get());
        }
        String type = call.contentType();
        if (isEventOfOurs(event)) {
            return sent.read(before, type, call.body());
        }
        if (!type.equals("application/json") && !type.endsWith("+json") && !type.equals("text/json")) {
            return new Outcome.Refused(
                    Refusal.UNSUPPORTED,
                    "content type \"%s\"; a mapping reads JSON only".formatted(Words.shown(type, 100)));
        }
        return switch (bodies.read(call.body())) {
            case Body.Read.Bad bad -> bad.why();
            case Body.Read.Good good -> mapped.read(before, event.set("data", good.json()), now);
        };
    }

    private static Optional<String> lack(JsonNode event) {
        if (!event.isObject()) {
            return Optional.of("a CloudEvent is a JSON object");
        }
        String version = event.path("specversion").asText();
        if (!version.equals("1.0")) {
            return Optional.of(
                    "specversion \"%s\"; CloudEvents are read in version 1.0".formatted(Words.shown(version, 20)));
        }
        return REQUIRED.stream()
                .filter(name -> !event.path(name).isTextual()
                        || event.path(name).asText().isEmpty())
                .findFirst()
                .map("the CloudEvent has no \"%s\""::formatted);
    }

    private static boolean isEventOfOurs(JsonNode event) {
        return event.path("type").asText().equals(Event.getDescriptor().getFullName());
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static String withoutParameters(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
