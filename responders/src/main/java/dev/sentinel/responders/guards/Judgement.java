package dev.sentinel.responders.guards;

/** What a guard says. */
public sealed interface Judgement {

    /** What was seen. */
    String observation();

    record Holds(String observation) implements Judgement {}

    /** It must not be done now, and what a person can do about it. */
    record Forbids(String observation, String wayOut) implements Judgement {}
}
