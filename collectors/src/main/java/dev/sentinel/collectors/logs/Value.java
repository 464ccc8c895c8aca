package dev.sentinel.collectors.logs;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a signature can speak of while it reads one line: the line's keys, what its patterns caught, and the origin. */
record Value(Said said, Map<String, String> caught, Origin origin, Replicas replicas) {
    static final String OF_ORIGIN = "origin.";

    Optional<String> of(String name) {
        if (name.startsWith(OF_ORIGIN)) {
            return present(origin.keys().get(name.substring(OF_ORIGIN.length())));
        }
        return present(caught.get(name)).or(() -> said.value(name).filter(text -> !text.isEmpty()));
    }

    private static Optional<String> present(@Nullable String text) {
        return Optional.ofNullable(text).filter(given -> !given.isEmpty());
    }
}
