package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.patterns.Match.Condition;

/** A clause that wants events of a kind, if they meet the condition. */
record Interest(Rule rule, int clause, Condition condition) {}
