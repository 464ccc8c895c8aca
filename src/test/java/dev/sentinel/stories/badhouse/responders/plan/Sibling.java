package dev.sentinel.stories.badhouse.responders.plan;

/** What a class of the correlator must not know. */
public record Sibling() {}
