package dev.sentinel.transport.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** All that differs between the two databases. */
sealed interface Dialect permits SqliteDialect, PostgresDialect {

    /** In a migration: a table whose rows nobody changes or deletes, as far as the database can see to that. */
    Pattern APPEND_ONLY = Pattern.compile("\\{append-only ([a-z_]+)}");

    /** Opens the connection of the writer; on SQLite this also makes the file when there is none. */
    Connection connect() throws SQLException;

    /** Where the connections of the readers come from. */
    DataSource readers();

    String beginWrite();

    String beginRead();

    /** How many prepared statements our side keeps for the writer. */
    int statementsKept();

    /** Classifies what the database said. */
    StoreFault fault(SQLException cause);

    StoreFault fault(StoreFault.Kind kind, Throwable cause);

    /** Puts in the words that the two databases spell differently. */
    String translate(String migration);

    /** Lets one program at a time migrate; called inside the migrating transaction. */
    void waitForOtherMigrators(Sql sql);

    boolean hasTable(Sql sql, String table);

    /** Whether somebody else's tables are where ours would go. */
    boolean hasForeignTables(Sql sql);

    Instant now(Sql sql);

    /** The database as a person would point at it. */
    String subject();

    StoreHealth health(Sql sql, int schemaVersion);

    default StoreFault fault(StoreFault.Kind kind, String happened, String remedy) {
        return new StoreFault(kind, subject() + " " + happened + ". " + remedy + ".", null);
    }

    default StoreFault transactionLost(Throwable cause) {
        return fault(StoreFault.Kind.IO_ERROR, cause);
    }
}
