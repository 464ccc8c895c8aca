package dev.sentinel.stories.badhouse.transport.spool;

import java.sql.Connection;

/** Breaks a rule: JDBC outside the store. */
record SpeaksSql(Connection connection) {}
