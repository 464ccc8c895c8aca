package dev.sentinel.transport.store;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a check-up of the store found.
 *
 * @param freeBytes room left on the disk of a SQLite file; unknown for PostgreSQL
 * @param durability how the database was told to keep what is committed
 * @param problem what a person should know, when there is something
 */
public record StoreHealth(
        boolean reachable,
        String where,
        int schemaVersion,
        long sizeBytes,
        OptionalLong freeBytes,
        String durability,
        Optional<String> problem) {}
