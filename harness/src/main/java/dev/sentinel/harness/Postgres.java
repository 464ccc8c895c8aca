package dev.sentinel.harness;

import java.util.Optional;

/** A PostgreSQL server, wherever it came from. */
sealed interface Postgres extends AutoCloseable permits PrivatePostgres, DockerPostgres, GivenPostgres {
    /** The database from which others are created. */
    PostgresAddress address();

    /** The power over the server, when there is any. */
    Optional<ServerControl> control();

    @Override
    void close();

    /** What can be done to a server that the harness started itself. */
    interface ServerControl {
        void kill();

        void restart();

        void freeze();

        void thaw();
    }
}
