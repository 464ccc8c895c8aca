package dev.sentinel.responders.notify.edge;

import java.util.function.Supplier;

/** A secret that is read anew for each use, so that a rotated one is noticed; never part of a text. */
public record Token(Supplier<String> source) {
    String read() {
        return source.get().strip();
    }

    @Override
    public String toString() {
        return "hidden";
    }
}
