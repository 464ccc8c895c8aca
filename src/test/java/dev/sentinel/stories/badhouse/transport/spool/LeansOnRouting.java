package dev.sentinel.stories.badhouse.transport.spool;

import dev.sentinel.stories.badhouse.transport.routing.LeansOnSpool;

/** Breaks a rule, with its counterpart: two packages that need each other. */
public record LeansOnRouting(LeansOnSpool counterpart) {}
