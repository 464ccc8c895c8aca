package dev.sentinel.collectors.kernel.edge;

import java.time.Instant;

/**
 * How far the messages of one start of the machine were told.
 *
 * @param boot the start
 * @param bootedAt when that was, as it was first computed: were it computed again, the times of all messages would move
 * @param last the number of the last message that was told
 */
record RingPosition(String boot, Instant bootedAt, long last) {}
