package dev.sentinel.stories.badhouse.transport.routing;

import dev.sentinel.stories.badhouse.transport.spool.LeansOnRouting;

/** The other half of the circle. */
public record LeansOnSpool(LeansOnRouting counterpart) {}
