package dev.sentinel.responders.conditions;

/** What the facts say to a condition. */
public sealed interface Answer {

    record Yes() implements Answer {}

    record No() implements Answer {}

    /** A fact it needs was not observed, or it means more work than it may: neither yes nor no. */
    record CannotTell(String why) implements Answer {}
}
