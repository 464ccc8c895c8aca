package dev.sentinel.stories.badhouse.correlator.journal;

import dev.sentinel.stories.badhouse.responders.plan.Sibling;

/** Breaks a rule: siblings do not know each other. */
record AsksSibling(Sibling sibling) {}
