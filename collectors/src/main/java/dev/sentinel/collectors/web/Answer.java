package dev.sentinel.collectors.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.running.Unreachable;
import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Optional;

/**
 * What a server answered.
 *
 * @param page where, for a person
 */
public record Answer(String page, int status, HttpHeaders headers, String body) {

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
        return Json.read(text(), page);
    }

    boolean isHtml() {
        return header("Content-Type")
                .map(type -> type.toLowerCase(Locale.ROOT).startsWith("text/html"))
                .orElse(false);
    }
}
