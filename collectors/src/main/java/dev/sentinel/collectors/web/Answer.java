package dev.sentinel.collectors.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.UnreachableCause;
import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Optional;

/**
 * What a server answered.
 *
 * @param page where, for a person
 */
public record Answer(String page, int status, HttpHeaders headers, String body) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The body of an answer that went well, which is text for machines. */
    public String text() throws Unreachable {
        if (status != 200) {
            throw Faults.status(this);
        }
        if (isHtml()) {
            throw Faults.html(this);
        }
        return body;
    }

    public JsonNode json() throws Unreachable {
        try {
            return JSON.readTree(text());
        } catch (JsonProcessingException e) {
            throw Unreachable.because(
                    UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                    "%s did not answer with JSON: %s; is this the right server and path?"
                            .formatted(page, e.getOriginalMessage()));
        }
    }

    boolean isHtml() {
        return header("Content-Type")
                .map(type -> type.toLowerCase(Locale.ROOT).startsWith("text/html"))
                .orElse(false);
    }
}
