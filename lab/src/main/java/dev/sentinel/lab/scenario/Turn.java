package dev.sentinel.lab.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Something that happens at a time or upon a condition.
 *
 * @param name what expectations call it; may be empty
 * @param say for who watches; may be empty
 * @param pace how fast time passes from then on
 * @param line where the file says so
 */
public record Turn(String name, When when, List<Deed> deeds, String say, OptionalDouble pace, int line) {

    public Turn {
        deeds = List.copyOf(deeds);
    }

    /** When it happens. */
    public sealed interface When {

        /** So long after Sentinel began to watch. */
        record At(Duration time) implements When {}

        /** As soon as it is so, and no later than {@code atMost} after the turn before; else the scenario fails. */
        record Once(Condition condition, String sentence, Duration atMost, Optional<Duration> then) implements When {}
    }
}
