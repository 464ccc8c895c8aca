package dev.sentinel.responders.running;

import java.util.function.Function;

/** What became of a request. */
public sealed interface Answer<T> {

    record Done<T>(T value) implements Answer<T> {}

    /** There is no such thing. */
    record NotFound<T>(String why) implements Answer<T> {}

    /** This somebody may not, or not like this; it is in the audit. */
    record Denied<T>(String why) implements Answer<T> {}

    /** Not as things stand now. */
    record Conflict<T>(String why) implements Answer<T> {}

    /** The request itself makes no sense. */
    record Invalid<T>(String why) implements Answer<T> {}

    /** The world does not answer at the moment. */
    record Unavailable<T>(String why) implements Answer<T> {}

    /** The same answer about something else. */
    default <R> Answer<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Done<T> done -> new Done<>(change.apply(done.value()));
            case NotFound<T> no -> new NotFound<>(no.why());
            case Denied<T> no -> new Denied<>(no.why());
            case Conflict<T> no -> new Conflict<>(no.why());
            case Invalid<T> no -> new Invalid<>(no.why());
            case Unavailable<T> no -> new Unavailable<>(no.why());
        };
    }
}
