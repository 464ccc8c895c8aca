package dev.sentinel.transport.store;

import static dev.sentinel.transport.store.StoreFault.Kind.IO_ERROR;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A file: WAL, synchronous=FULL, IMMEDIATE transactions, so that what is committed survives a power cut. */
final class SqliteDialect implements Dialect {
    private static final int BUSY_TIMEOUT_MILLIS = 5_000;
    private static final int STATEMENTS_KEPT = 64;
    private static final int JOURNAL_BYTES = 16 << 20;

    private final Path file;
    private final SqliteFile guard;
    private final StoreLimits limits;
    private final Clock clock;

    SqliteDialect(Path file, Schema schema, StoreLimits limits, Clock clock) {
        this.file = file;
        this.limits = limits;
        this.clock = clock;
        this.guard = new SqliteFile(file, schema, this);
    }

    @Override
    public Connection connect() throws SQLException {
        guard.mustBeOursOrAbsent();
        Connection connection = source(false).getConnection();
        boolean ready = false;
        try {
            guard.makeReady(connection, limits);
            ready = true;
            return connection;
        } finally {
            if (!ready) {
                connection.close();
            }
        }
    }

    @Override
    public DataSource readers() {
        return source(true);
    }

    private SQLiteDataSource source(boolean reader) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.enforceForeignKeys(true);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setJournalSizeLimit(JOURNAL_BYTES);
        if (reader) {
            config.setReadOnly(true);
        }
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    @Override
    public String beginWrite() {
        return "begin immediate";
    }

    @Override
    public String beginRead() {
        return "begin";
    }

    @Override
    public int statementsKept() {
        return STATEMENTS_KEPT;
    }

    @Override
    public StoreFault fault(SQLException cause) {
        return fault(kindOf(cause), cause);
    }

    // The low byte of a SQLite result code is its class; the rest says more about the same.
    private static StoreFault.Kind kindOf(SQLException cause) {
        return switch (cause.getErrorCode() & 0xff) {
            case 3, 23 -> StoreFault.Kind.DENIED;
            case 5, 6 -> StoreFault.Kind.BUSY;
            case 8 -> StoreFault.Kind.READ_ONLY;
            case 10 -> IO_ERROR;
            case 11, 26 -> StoreFault.Kind.CORRUPT;
            case 13 -> StoreFault.Kind.DISK_FULL;
            case 14 -> StoreFault.Kind.MISSING;
            case 19, 20 -> StoreFault.Kind.CONSTRAINT;
            default -> StoreFault.Kind.STATEMENT;
        };
    }

    @Override
    public StoreFault fault(StoreFault.Kind kind, Throwable cause) {
        String message = subject() + " " + Remedies.happened(kind) + ". " + Remedies.nowDo(kind) + ".";
        return new StoreFault(kind, message + " (" + cause.getMessage() + ")", cause);
    }

    @Override
    public String translate(String migration) {
        return APPEND_ONLY
                .matcher(migration.replace("{identity}", "integer primary key autoincrement"))
                .replaceAll("""
                        create trigger $1_is_not_changed before update on $1 \
                        begin select raise(abort, '$1 is append-only'); end;
                        create trigger $1_is_not_deleted before delete on $1 \
                        begin select raise(abort, '$1 is append-only'); end;
                        """);
    }

    @Override
    public void waitForOtherMigrators(Sql sql) {
        // BEGIN IMMEDIATE already holds the only write lock there is.
    }

    @Override
    public boolean hasTable(Sql sql, String table) {
        return sql.one(
                        "select name from sqlite_master where type = 'table' and name = ?",
                        row -> row.text("name"),
                        table)
                .isPresent();
    }

    @Override
    public boolean hasForeignTables(Sql sql) {
        // The mark in the file's header was compared before the file was opened.
        return false;
    }

    @Override
    public Instant now(Sql sql) {
        return clock.instant();
    }

    @Override
    public String subject() {
        return "The database " + file;
    }

    @Override
    public StoreHealth health(Sql sql, int schemaVersion) {
        String mode =
                sql.one("pragma journal_mode", row -> row.text("journal_mode")).orElse("unknown");
        try {
            long free = Files.getFileStore(file).getUsableSpace();
            long size = Files.size(file);
            return new StoreHealth(
                    true,
                    file.toString(),
                    schemaVersion,
                    size,
                    OptionalLong.of(free),
                    "journal_mode=" + mode + " synchronous=full",
                    Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
