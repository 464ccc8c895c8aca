package dev.sentinel.lab.outside;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request as it came; names of headers in small letters, of each the first value. */
public record Request(Instant at, String method, String path, String query, Map<String, String> headers, String body) {

    public Request {
        headers = Map.copyOf(headers);
    }

    static Request of(Instant at, String method, URI uri, Map<String, List<String>> headers, String body) {
        Map<String, String> first = new TreeMap<>();
        headers.forEach((name, values) -> first.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return new Request(
                at,
                method,
                Optional.ofNullable(uri.getRawPath()).orElse("/"),
                Optional.ofNullable(uri.getRawQuery()).orElse(""),
                first,
                body);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The steps of the path, each decoded. */
    List<String> steps() {
        return Arrays.stream(path.split("/", -1))
                .filter(step -> !step.isEmpty())
                .map(Request::decoded)
                .toList();
    }

    /** All values of a name in the query, in their order. */
    List<String> asked(String name) {
        return Arrays.stream(query.split("&", -1))
                .filter(each -> each.startsWith(name + "="))
                .map(each -> decoded(each.substring(name.length() + 1)))
                .toList();
    }

    /** What a form says, of each name the last value. */
    static Map<String, String> form(String encoded) {
        Map<String, String> form = new TreeMap<>();
        for (String each : encoded.split("&", -1)) {
            int equals = each.indexOf('=');
            if (!each.isEmpty()) {
                form.put(
                        decoded(equals < 0 ? each : each.substring(0, equals)),
                        equals < 0 ? "" : decoded(each.substring(equals + 1)));
            }
        }
        return form;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A lone percent sign: taken as it is.
            return text;
        }
    }
}
