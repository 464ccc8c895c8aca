package dev.sentinel.transport.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The current row of a result; valid only while it is being read. */
public final class Row {
    private final ResultSet result;
    private final Dialect dialect;

    Row(ResultSet result, Dialect dialect) {
        this.result = result;
        this.dialect = dialect;
    }

    public String text(String column) {
        return present(column, optionalText(column));
    }

    public Optional<String> optionalText(String column) {
        return Optional.ofNullable(reading(() -> result.getString(column)));
    }

    public long number(String column) {
        long value = present(column, Optional.ofNullable(reading(() -> result.getLong(column))));
        if (value == 0 && Boolean.TRUE.equals(reading(result::wasNull))) {
            throw new IllegalStateException("Column " + column + " is empty");
        }
        return value;
    }

    public boolean flag(String column) {
        return number(column) != 0;
    }

    /** Reads a time that was written as milliseconds since the epoch. */
    public Instant instant(String column) {
        return Instant.ofEpochMilli(number(column));
    }

    public Optional<Instant> optionalInstant(String column) {
        return isEmpty(column) ? Optional.empty() : Optional.of(instant(column));
    }

    public boolean isEmpty(String column) {
        return reading(() -> result.getObject(column)) == null;
    }

    public byte[] bytes(String column) {
        return present(column, Optional.ofNullable(reading(() -> result.getBytes(column))));
    }

    private <T> T present(String column, Optional<T> value) {
        return value.orElseThrow(() -> new IllegalStateException("Column " + column + " is empty"));
    }

    private <T> @Nullable T reading(Reading<T> reading) {
        try {
            return reading.read();
        } catch (SQLException e) {
            throw dialect.fault(e);
        }
    }

    private interface Reading<T> {
        @Nullable T read() throws SQLException;
    }
}
