package dev.sentinel.transport.store;

import static dev.sentinel.transport.store.StoreFault.Kind.OUTCOME_UNKNOWN;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A durable place for what must survive a crash: one writer, several readers, one schema. */
public final class Store implements AutoCloseable {
    private final Dialect dialect;
    private final Writer writer;
    private final Readers readers;
    private final int schemaVersion;

    private Store(Dialect dialect, Writer writer, Readers readers, int schemaVersion) {
        this.dialect = dialect;
        this.writer = writer;
        this.readers = readers;
        this.schemaVersion = schemaVersion;
    }

    public static Store open(StoreConfig config, Clock clock) {
        return open(config, Schema.SENTINEL, StoreLimits.defaults(), clock);
    }

    /**
     * Opens the database, makes or migrates its tables, and refuses what it does not recognise without changing it.
     *
     * @param clock judges leases on SQLite; PostgreSQL uses its own
     * @throws StoreFault when it cannot be used; the message says what to do
     */
    public static Store open(StoreConfig config, Schema schema, StoreLimits limits, Clock clock) {
        Dialect dialect = switch (config) {
            case StoreConfig.Sqlite sqlite -> new SqliteDialect(sqlite.file(), schema, limits, clock);
            case StoreConfig.Postgres postgres -> new PostgresDialect(postgres);
        };
        Migrations migrations = Migrations.of(schema, dialect);
        Session session = connect(dialect);
        boolean ready = false;
        try {
            session.writing(migrations::apply);
            ready = true;
        } finally {
            if (!ready) {
                session.close();
            }
        }
        Writer writer = new Writer(dialect, limits, session);
        Readers readers = new Readers(dialect, limits);
        writer.start();
        return new Store(dialect, writer, readers, migrations.version());
    }

    private static Session connect(Dialect dialect) {
        try {
            return new Session(dialect.connect(), dialect, dialect.statementsKept());
        } catch (SQLException e) {
            throw dialect.fault(e);
        }
    }

    /**
     * Queues a write. The future completes after the commit, on the writer's thread: what hangs on it must not block, or
     * must use the {@code Async} methods. A work that throws is undone alone and its future fails with what it threw.
     */
    public <T> CompletableFuture<T> write(Work<T> work) {
        return writer.submit(work);
    }

    /** Queues a write that counts only while the lease is still held; else it fails with {@link Fenced}. */
    public <T> CompletableFuture<T> write(Lease lease, Work<T> work) {
        return write(sql -> {
            Leases.confirm(sql, lease);
            return work.run(sql);
        });
    }

    /** Writes and waits for the commit. */
    public <T> T writeNow(Work<T> work) {
        return await(write(work));
    }

    /** Writes under a lease and waits for the commit. */
    public <T> T writeNow(Lease lease, Work<T> work) {
        return await(write(lease, work));
    }

    private <T> T await(CompletableFuture<T> future) {
        if (writer.isCurrentThread() && !future.isDone()) {
            throw new IllegalStateException("A write inside a write would wait for itself");
        }
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw dialect.fault(OUTCOME_UNKNOWN, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("A work can throw nothing checked", e);
        }
    }

    /** Reads in one snapshot of what is committed, on the caller's thread. */
    public <T> T read(Work<T> work) {
        return readers.read(work);
    }

    /** Looks at the database as it is now; what is wrong with it is in the answer. */
    public StoreHealth health() {
        try {
            return read(sql -> dialect.health(sql, schemaVersion));
        } catch (StoreFault e) {
            return new StoreHealth(
                    false,
                    dialect.subject(),
                    schemaVersion,
                    0,
                    OptionalLong.empty(),
                    "unknown",
                    Optional.ofNullable(e.getMessage()));
        }
    }

    @Override
    public void close() {
        // The last connection to close tidies up the log of a SQLite file, which a reader may not.
        readers.close();
        writer.close();
    }
}
