package dev.sentinel.transport.spool;

import dev.sentinel.v1.Event;

/** An event that waits in the spool, with its place in the numbering of its source. */
public record SpooledEvent(long row, Event event) {}
