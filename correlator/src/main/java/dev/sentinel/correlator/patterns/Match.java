package dev.sentinel.correlator.patterns;

import dev.sentinel.v1.Event;

/** Events of one kind under a condition. */
public record Match(String kind, Condition condition) {

    /** Events of every kind. */
    public static final String ANY = "*";

    /** A condition on one event. It never throws: what cannot be evaluated does not hold. */
    @FunctionalInterface
    public interface Condition {
        Condition ALWAYS = event -> true;

        boolean holds(Event event);

        /** Does now what it would do when it is asked first. */
        default void prepare() {}

        /** How often it could not be evaluated, and therefore did not hold, since this was asked last. */
        default long takeFailures() {
            return 0;
        }
    }
}
