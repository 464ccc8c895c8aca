package dev.sentinel.stories.badhouse.proto;

import dev.sentinel.stories.badhouse.transport.spool.Prints;

/** Breaks a rule: the contract imports who carries it. */
record LeansOnTransport(Prints carrier) {}
