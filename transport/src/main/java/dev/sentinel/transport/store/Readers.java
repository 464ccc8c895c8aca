package dev.sentinel.transport.store;

import static dev.sentinel.transport.store.StoreFault.Kind.UNREACHABLE;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** A few connections that only read, each read in one snapshot. */
final class Readers implements AutoCloseable {
    // The pool accepts no less.
    private static final long SHORTEST_TIMEOUT_MILLIS = 250;

    private final HikariDataSource pool;
    private final Dialect dialect;

    Readers(Dialect dialect, StoreLimits limits) {
        this.dialect = dialect;
        HikariConfig config = new HikariConfig();
        config.setPoolName("store-readers");
        config.setDataSource(dialect.readers());
        config.setMaximumPoolSize(limits.readers());
        config.setMinimumIdle(1);
        config.setReadOnly(true);
        config.setConnectionTimeout(
                Math.max(SHORTEST_TIMEOUT_MILLIS, limits.patience().toMillis()));
        // The writer has already proved that the database is there; a reader heals by itself.
        config.setInitializationFailTimeout(-1);
        this.pool = new HikariDataSource(config);
    }

    <T> T read(Work<T> work) {
        try (Session session = new Session(connection(), dialect, 0)) {
            return session.reading(work);
        }
    }

    private Connection connection() {
        try {
            return pool.getConnection();
        } catch (SQLTransientConnectionException e) {
            throw e.getCause() instanceof SQLException cause ? dialect.fault(cause) : dialect.fault(UNREACHABLE, e);
        } catch (SQLException e) {
            throw dialect.fault(e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
