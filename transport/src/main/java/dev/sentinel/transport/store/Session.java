package dev.sentinel.transport.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection and the transaction that is open on it. One thread uses it. */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Connection connection;
    private final Dialect dialect;
    private final Sql sql;

    Session(Connection connection, Dialect dialect, int statementsKept) {
        this.connection = connection;
        this.dialect = dialect;
        this.sql = new Sql(new Statements(connection, statementsKept), dialect);
    }

    Sql sql() {
        return sql;
    }

    <T> T reading(Work<T> work) {
        return inTransaction(dialect.beginRead(), work);
    }

    <T> T writing(Work<T> work) {
        return inTransaction(dialect.beginWrite(), work);
    }

    private <T> T inTransaction(String begin, Work<T> work) {
        sql.execute(begin);
        boolean done = false;
        try {
            T value = work.run(sql);
            sql.execute("commit");
            done = true;
            return value;
        } finally {
            if (!done) {
                rollBack();
            }
        }
    }

    void begin() {
        sql.execute(dialect.beginWrite());
    }

    void commit() {
        sql.execute("commit");
    }

    /** Runs one work of several; when it is to blame itself, nothing of it remains and the others are untouched. */
    <T> T apart(Work<T> work) {
        sql.execute("savepoint work");
        try {
            T value = work.run(sql);
            sql.execute("release savepoint work");
            return value;
        } catch (StoreFault e) {
            if (e.isOfTheWorkAlone()) {
                backToSavepoint();
            }
            throw e;
        } catch (RuntimeException | Error e) {
            backToSavepoint();
            throw e;
        }
    }

    // SQLite drops the whole transaction when the disk fails, and the savepoint with it, even if the work hid the
    // fault.
    private void backToSavepoint() {
        try {
            sql.execute("rollback to savepoint work");
            sql.execute("release savepoint work");
        } catch (StoreFault e) {
            throw e.isOfTheWorkAlone() ? dialect.transactionLost(e) : e;
        }
    }

    /** Ends a failed transaction; false when the connection is of no more use. */
    boolean rollBack() {
        try {
            sql.execute("rollback");
            return true;
        } catch (StoreFault e) {
            // No transaction is open any more: the database has already rolled back by itself.
            if (e.kind() == StoreFault.Kind.STATEMENT) {
                return true;
            }
            close();
            return false;
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.atDebug().setCause(e).log("closing a database connection failed");
        }
    }
}
