package dev.sentinel.transport.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** The prepared statements of one connection, the least used forgotten first. One thread uses it. */
final class Statements {
    private final Connection connection;
    private final int kept;
    private final LinkedHashMap<String, PreparedStatement> idle = new LinkedHashMap<>(16, 0.75f, true);

    Statements(Connection connection, int kept) {
        this.connection = connection;
        this.kept = kept;
    }

    // Taken out while in use, so that a statement met again inside its own result is prepared a second time.
    PreparedStatement take(String sql) throws SQLException {
        PreparedStatement known = idle.remove(sql);
        return known == null ? connection.prepareStatement(sql) : known;
    }

    void giveBack(String sql, PreparedStatement statement, boolean sound) throws SQLException {
        if (!sound || kept == 0) {
            statement.close();
            return;
        }
        statement.clearParameters();
        PreparedStatement twin = idle.put(sql, statement);
        if (twin != null) {
            twin.close();
        }
        if (idle.size() > kept) {
            Map.Entry<String, PreparedStatement> eldest = idle.firstEntry();
            idle.remove(eldest.getKey());
            eldest.getValue().close();
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Unlike execute, this runs a SQLite pragma to its end instead of to its first step.
            statement.executeUpdate(sql);
        }
    }
}
