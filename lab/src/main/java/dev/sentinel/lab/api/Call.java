package dev.sentinel.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** One request, taken apart. */
record Call(
        String method,
        List<String> path,
        Map<String, String> query,
        String accept,
        String contentType,
        String agent,
        String body) {

    static Call of(String method, URI uri, Function<String, Optional<String>> header, String body) {
        List<String> path = Arrays.stream(uri.getRawPath().split("/", -1))
                .filter(each -> !each.isEmpty())
                .map(Call::decoded)
                .toList();
        Map<String, String> query = new TreeMap<>();
        for (String each : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&", -1)) {
            int equals = each.indexOf('=');
            if (!each.isEmpty()) {
                query.put(
                        decoded(equals < 0 ? each : each.substring(0, equals)),
                        equals < 0 ? "" : decoded(each.substring(equals + 1)));
            }
        }
        return new Call(
                method,
                path,
                query,
                header.apply("Accept").orElse(""),
                header.apply("Content-Type").orElse(""),
                header.apply("User-Agent").orElse("unknown"),
                body);
    }

    String asked(String name) {
        return query.getOrDefault(name, "");
    }

    boolean flag(String name) {
        return "true".equals(asked(name)) || "1".equals(asked(name));
    }

    long number(String name, long otherwise) {
        try {
            return asked(name).isEmpty() ? otherwise : Long.parseLong(asked(name));
        } catch (NumberFormatException e) {
            throw new Refused(Refused.Reason.BAD_REQUEST, "invalid value for %s: \"%s\"".formatted(name, asked(name)));
        }
    }

    boolean dryRun() {
        return asked("dryRun").equals("All");
    }

    /** A deletion says it in its options too, as a list. */
    boolean dryRun(JsonNode options) {
        return dryRun()
                || Tree.items(options, "dryRun").anyMatch(each -> each.asText().equals("All"));
    }

    /** Who writes, as managed fields name them: what the caller says, or the program's name. */
    String manager() {
        String said = asked("fieldManager");
        return said.isEmpty() ? agent.split("/", 2)[0] : said;
    }

    JsonNode json() {
        if (contentType.startsWith("application/vnd.kubernetes.protobuf")) {
            throw new Refused(Refused.Reason.UNSUPPORTED_MEDIA_TYPE, "the lab reads JSON, not Protobuf");
        }
        return Json.read(body);
    }

    ObjectNode object() {
        if (json() instanceof ObjectNode object) {
            return object;
        }
        throw new Refused(Refused.Reason.BAD_REQUEST, "the body must be a JSON object");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
