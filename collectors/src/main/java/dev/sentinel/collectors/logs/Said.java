package dev.sentinel.collectors.logs;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a line says, by key.
 *
 * @param keys as the line names them, and always under these where it has them: {@code msg}, {@code err}, {@code level} (lower
 *     case), {@code process} (the Longhorn instance whose output is passed on), {@code text} (the whole line)
 * @param time by the line's own word
 */
public record Said(Style style, Map<String, String> keys, Optional<Instant> time) {

    /** Longer values are cut: what tells lines apart is at their beginning. */
    public static final int LONGEST_VALUE = 4096;

    public Optional<String> value(String key) {
        return Optional.ofNullable(keys.get(key));
    }
}
