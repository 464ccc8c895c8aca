package dev.sentinel.transport.store;

import java.time.Instant;

/**
 * The right to act for a name, until it expires or somebody with a higher epoch has it.
 *
 * @param expiresAt by the clock of the store, which need not be the clock of this machine
 */
public record Lease(String name, String holder, long epoch, Instant expiresAt) {}
