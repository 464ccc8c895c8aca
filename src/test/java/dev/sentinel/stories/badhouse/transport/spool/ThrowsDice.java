package dev.sentinel.stories.badhouse.transport.spool;

import java.util.UUID;

/** Breaks a rule: an id from nowhere. */
record ThrowsDice() {
    UUID id() {
        return UUID.randomUUID();
    }
}
