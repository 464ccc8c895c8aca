package dev.sentinel.transport.store;

import dev.sentinel.transport.store.StoreConfig.Postgres;
import dev.sentinel.transport.store.StoreFault.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server that several machines share; its clock judges the leases. */
final class PostgresDialect implements Dialect {
    private static final int CONNECT_SECONDS = 5;
    private static final int ANSWER_SECONDS = 30;
    private static final long MIGRATION_LOCK = 0x53_45_4e_54_49_4e_45_4cL;

    // A writer that is frozen inside a transaction must not hold the rows of its lease for ever.
    private static final String OPTIONS = "-c idle_in_transaction_session_timeout=30000 -c lock_timeout=10000";

    private final Postgres config;

    PostgresDialect(Postgres config) {
        this.config = config;
    }

    @Override
    public Connection connect() throws SQLException {
        return source().getConnection();
    }

    @Override
    public DataSource readers() {
        return source();
    }

    private PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(config.jdbcUrl());
        source.setUser(config.user());
        source.setPassword(config.password());
        source.setApplicationName("sentinel");
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setTcpKeepAlive(true);
        // Without it a server that hangs would never be noticed; the address may name another limit.
        if (source.getSocketTimeout() == 0) {
            source.setSocketTimeout(ANSWER_SECONDS);
        }
        if (source.getOptions() == null) {
            source.setOptions(OPTIONS);
        }
        return source;
    }

    @Override
    public String beginWrite() {
        return "begin isolation level read committed read write";
    }

    @Override
    public String beginRead() {
        return "begin isolation level repeatable read read only";
    }

    @Override
    public int statementsKept() {
        // The driver keeps them itself.
        return 0;
    }

    @Override
    public StoreFault fault(SQLException cause) {
        String state = Optional.ofNullable(cause.getSQLState()).orElse("");
        return fault(kindOf(state), cause);
    }

    private static Kind kindOf(String state) {
        Optional<Kind> exact = switch (state) {
            case "40001", "40P01", "55P03", "57014" -> Optional.of(Kind.BUSY);
            case "25P03", "53300", "57P01", "57P02", "57P03", "57P05" -> Optional.of(Kind.UNREACHABLE);
            case "25006" -> Optional.of(Kind.READ_ONLY);
            case "3D000" -> Optional.of(Kind.MISSING);
            case "42501" -> Optional.of(Kind.DENIED);
            case "53100" -> Optional.of(Kind.DISK_FULL);
            case "58030" -> Optional.of(Kind.IO_ERROR);
            default -> Optional.empty();
        };
        return exact.orElseGet(() -> kindOfClass(state.substring(0, Math.min(2, state.length()))));
    }

    private static Kind kindOfClass(String stateClass) {
        return switch (stateClass) {
            case "08" -> Kind.UNREACHABLE;
            case "23" -> Kind.CONSTRAINT;
            case "28" -> Kind.DENIED;
            case "53" -> Kind.OVERLOADED;
            case "58", "XX" -> Kind.CORRUPT;
            default -> Kind.STATEMENT;
        };
    }

    @Override
    public StoreFault fault(Kind kind, Throwable cause) {
        String message = subject() + " " + Remedies.happened(kind) + ". " + Remedies.nowDo(kind) + ".";
        return new StoreFault(kind, message + " (" + cause.getMessage() + ")", cause);
    }

    @Override
    public StoreFault transactionLost(Throwable cause) {
        return fault(Kind.UNREACHABLE, cause);
    }

    @Override
    public String translate(String migration) {
        return APPEND_ONLY
                .matcher(migration.replace("{identity}", "bigint generated always as identity primary key"))
                .replaceAll("""
                        create function $1_is_append_only() returns trigger language plpgsql as
                        'begin raise exception ''$1 is append-only''; end;';
                        create trigger $1_stays before update or delete on $1
                        for each row execute function $1_is_append_only();
                        create trigger $1_stays_whole before truncate on $1
                        for each statement execute function $1_is_append_only();
                        """);
    }

    @Override
    public void waitForOtherMigrators(Sql sql) {
        sql.query("select pg_advisory_xact_lock(?)::text as locked", row -> 0, MIGRATION_LOCK);
    }

    @Override
    public boolean hasTable(Sql sql, String table) {
        return sql.one(
                        "select 1 as n from pg_tables where schemaname = current_schema() and tablename = ?",
                        row -> 1,
                        table)
                .isPresent();
    }

    @Override
    public boolean hasForeignTables(Sql sql) {
        return sql.one("select 1 as n from pg_tables where schemaname = current_schema() limit 1", row -> 1)
                .isPresent();
    }

    @Override
    public Instant now(Sql sql) {
        return sql.one(
                        "select (extract(epoch from clock_timestamp()) * 1000)::bigint as now",
                        row -> row.instant("now"))
                .orElseThrow();
    }

    @Override
    public String subject() {
        return "The database " + config.address();
    }

    @Override
    public StoreHealth health(Sql sql, int schemaVersion) {
        long size = sql.one("select pg_database_size(current_database()) as size", row -> row.number("size"))
                .orElse(0L);
        String commit = sql.one("select current_setting('synchronous_commit') as mode", row -> row.text("mode"))
                .orElse("unknown");
        Optional<String> problem = commit.equals("off")
                ? Optional.of(subject() + " loses its last commits in a crash (synchronous_commit=off). Set it to on.")
                : Optional.empty();
        return new StoreHealth(
                true,
                config.address(),
                schemaVersion,
                size,
                OptionalLong.empty(),
                "synchronous_commit=" + commit,
                problem);
    }
}
