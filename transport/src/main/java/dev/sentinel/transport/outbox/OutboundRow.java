package dev.sentinel.transport.outbox;

import java.time.Instant;

/** A message that waits in the outbox, and how often it was tried. */
public record OutboundRow(long row, OutboundMessage message, Instant createdAt, int attempts) {}
