package dev.sentinel.stories.badhouse.app.output;

import dev.sentinel.stories.badhouse.transport.routing.LeansOnSpool;

/** Breaks no rule: the program may import what travels. */
record Good(LeansOnSpool route) {}
