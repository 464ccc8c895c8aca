package dev.sentinel.transport.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Statements inside the caller's transaction.
 *
 * <p>Arguments are String, Long, Integer, byte[], Boolean (kept as 0 or 1), Instant (kept as milliseconds since the
 * epoch) and Optional of these (empty is null).
 */
public final class Sql {
    private final Statements statements;
    private final Dialect dialect;

    Sql(Statements statements, Dialect dialect) {
        this.statements = statements;
        this.dialect = dialect;
    }

    /** Runs a statement and returns how many rows it touched. */
    public int update(String sql, Object... args) {
        return with(sql, statement -> {
            bind(statement, args);
            return statement.executeUpdate();
        });
    }

    /** Runs a statement once for each list of arguments, in as few round trips as the database allows. */
    public int batch(String sql, Iterable<? extends List<?>> rows) {
        return with(sql, statement -> {
            int waiting = 0;
            for (List<?> row : rows) {
                bind(statement, row.toArray());
                statement.addBatch();
                waiting++;
            }
            int touched = 0;
            if (waiting > 0) {
                for (int count : statement.executeBatch()) {
                    touched += Math.max(count, 0);
                }
            }
            return touched;
        });
    }

    /** Reads every row; the caller bounds the result with {@code limit}. Also for {@code ... returning}. */
    public <T> List<T> query(String sql, RowReader<T> reader, Object... args) {
        return with(sql, statement -> {
            bind(statement, args);
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                Row row = new Row(result, dialect);
                while (result.next()) {
                    rows.add(reader.read(row));
                }
            }
            return rows;
        });
    }

    /** Reads at most one row; two are a broken assumption. */
    public <T> Optional<T> one(String sql, RowReader<T> reader, Object... args) {
        List<T> rows = query(sql, reader, args);
        if (rows.size() > 1) {
            throw new IllegalStateException("Expected one row at most but found " + rows.size() + ": " + sql);
        }
        return rows.stream().findFirst();
    }

    /** Now, by the clock that everybody who shares this database can agree on. */
    public Instant now() {
        return dialect.now(this);
    }

    /** Runs a statement that has no arguments and gives nothing back. */
    public void execute(String sql) {
        try {
            statements.execute(sql);
        } catch (SQLException e) {
            throw dialect.fault(e);
        }
    }

    private <T> T with(String sql, Use<T> use) {
        try {
            PreparedStatement statement = statements.take(sql);
            boolean sound = false;
            try {
                T value = use.of(statement);
                sound = true;
                return value;
            } finally {
                statements.giveBack(sql, statement, sound);
            }
        } catch (SQLException e) {
            throw dialect.fault(e);
        }
    }

    private static void bind(PreparedStatement statement, Object... args) throws SQLException {
        for (int i = 0; i < args.length; i++) {
            bind(statement, i + 1, args[i]);
        }
    }

    private static void bind(PreparedStatement statement, int at, Object arg) throws SQLException {
        switch (arg) {
            case String text -> statement.setString(at, text);
            case Long number -> statement.setLong(at, number);
            case Integer number -> statement.setLong(at, number);
            case byte[] bytes -> statement.setBytes(at, bytes);
            case Boolean flag -> statement.setLong(at, flag ? 1 : 0);
            case Instant time -> statement.setLong(at, time.toEpochMilli());
            case Optional<?> maybe -> {
                if (maybe.isPresent()) {
                    bind(statement, at, maybe.get());
                } else {
                    statement.setNull(at, Types.NULL);
                }
            }
            default -> throw new IllegalArgumentException("No column holds a " + arg.getClass());
        }
    }

    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }
}
