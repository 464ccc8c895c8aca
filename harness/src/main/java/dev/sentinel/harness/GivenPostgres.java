package dev.sentinel.harness;

import java.util.Optional;

/** A PostgreSQL that somebody else runs. */
record GivenPostgres(PostgresAddress address) implements Postgres {
    @Override
    public Optional<ServerControl> control() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // It was running before us and goes on after us.
    }
}
