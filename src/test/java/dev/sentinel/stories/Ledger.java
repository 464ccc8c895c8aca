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

/** Reads the journal as anybody with a database client could. */
record Ledger(String url, Properties login) {

    /** A row of the journal. */
    record Row(String cluster, String eventId) {}

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
        return read("cluster, event_id", " order by part, position", result -> {
            List<Row> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(new Row(result.getString(1), result.getString(2)));
            }
            return rows;
        });
    }

    /** Cheap enough to ask again and again while the program works beside. */
    int size() {
        return read("count(*)", "", result -> result.next() ? result.getInt(1) : 0);
    }

    private interface Reading<T> {
        T of(ResultSet result) throws SQLException;
    }

    private <T> T read(String what, String order, Reading<T> reading) {
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select " + what + " from journal"
                        + " where (kind <> 'heartbeat' or cluster <> 'home')" + order)) {
            return reading.of(result);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
