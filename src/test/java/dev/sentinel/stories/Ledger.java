package dev.sentinel.stories;

import dev.sentinel.harness.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Reads the store as anybody with a database client could. */
record Ledger(String url, Properties login) {

    /** A row of the journal. */
    record Row(String cluster, String eventId) {}

    /** An incident as it was published last. */
    record Kept(String id, String cluster, String state) {}

    static Ledger of(Home home) {
        Path file = home.data().resolve("sentinel.db");
        return new Ledger("jdbc:sqlite:" + file, new Properties());
    }

    static Ledger of(PostgresServer.Database database) {
        Properties login = new Properties();
        login.setProperty("user", database.user());
        login.setProperty("password", database.password());
        return new Ledger(database.jdbcUrl(), login);
    }

    List<Row> rows() {
        return read(
                "select cluster, event_id from journal where kind <> 'heartbeat' or cluster <> 'home'"
                        + " order by part, position",
                row -> new Row(row.getString(1), row.getString(2)));
    }

    /** Cheap enough to ask again and again while the program works beside. */
    int size() {
        return read("select count(*) from journal where kind <> 'heartbeat' or cluster <> 'home'", row -> row.getInt(1))
                .getFirst();
    }

    List<Kept> incidents(String pattern) {
        return read(
                "select id, cluster, state from incident where pattern = '" + pattern + "' order by id",
                row -> new Kept(row.getString(1), row.getString(2), row.getString(3)));
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> List<T> read(String query, Reading<T> reading) {
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(reading.of(result));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
