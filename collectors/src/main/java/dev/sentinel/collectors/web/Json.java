package dev.sentinel.collectors.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.UnreachableCause;

/** Reads JSON that a server should have answered with. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static JsonNode read(String text, String page) throws Unreachable {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw Unreachable.because(
                    UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                    "%s did not answer with JSON: %s; is this the right server and path?"
                            .formatted(page, e.getOriginalMessage()));
        }
    }
}
