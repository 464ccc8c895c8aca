package dev.sentinel.yaml;

import java.util.Optional;
import java.util.function.Function;

/** A value read from text, or why it is none. */
public sealed interface Parsed<T> {

    record Good<T>(T value) implements Parsed<T> {}

    record Wrong<T>(String why) implements Parsed<T> {}

    static <T> Parsed<T> good(T value) {
        return new Good<>(value);
    }

    static <T> Parsed<T> wrong(String why) {
        return new Wrong<>(why);
    }

    /** Goes on with the value where there is one. */
    default <R> Parsed<R> then(Function<T, Parsed<R>> next) {
        return switch (this) {
            case Good<T> good -> next.apply(good.value());
            case Wrong<T> wrong -> wrong(wrong.why());
        };
    }

    /** The value, without the reason when there is none. */
    default Optional<T> found() {
        return switch (this) {
            case Good<T> good -> Optional.of(good.value());
            case Wrong<T> wrong -> Optional.empty();
        };
    }
}
