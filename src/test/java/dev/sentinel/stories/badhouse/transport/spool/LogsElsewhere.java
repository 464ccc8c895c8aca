package dev.sentinel.stories.badhouse.transport.spool;

import java.util.logging.Logger;

/** Breaks a rule: another log than the house's. */
record LogsElsewhere(Logger logger) {}
