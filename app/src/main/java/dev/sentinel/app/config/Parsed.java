package dev.sentinel.app.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Node;

/** A value, or everything that kept it from becoming one. */
sealed interface Parsed<T> {

    record Good<T>(T value) implements Parsed<T> {}

    record Wrong<T>(List<Fault> faults) implements Parsed<T> {
        public Wrong {
            faults = List.copyOf(faults);
        }

        /** The same faults where another type was hoped for. */
        <R> Parsed<R> cast() {
            return new Wrong<>(faults);
        }
    }

    /** What is wrong; without a node of its own it is the whole value that is. */
    record Fault(Optional<Node> at, String why) {}

    static <T> Parsed<T> good(T value) {
        return new Good<>(value);
    }

    static <T> Parsed<T> wrong(String why) {
        return new Wrong<>(List.of(new Fault(Optional.empty(), why)));
    }

    default <R> Parsed<R> then(Function<T, Parsed<R>> next) {
        return switch (this) {
            case Good<T> good -> next.apply(good.value());
            case Wrong<T> wrong -> wrong.cast();
        };
    }
}
