package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class PostgresServerTest {
    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.start(Fault.KILL);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void gives_each_test_an_empty_database() throws SQLException {
        for (int i = 0; i < 2; i++) {
            try (Connection connection = connect(server.freshDatabase())) {
                assertThat(execute(connection, "CREATE TABLE only_here (id int)"))
                        .isFalse();
            }
        }
    }

    @Test
    void keeps_what_was_committed_when_killed_and_comes_back_on_the_same_port() throws SQLException {
        PostgresServer.Database database = server.freshDatabase();
        try (Connection connection = connect(database)) {
            execute(connection, "CREATE TABLE kept AS SELECT 42 AS answer");

            server.kill();

            assertThatThrownBy(() -> execute(connection, "SELECT 1")).isInstanceOf(SQLException.class);
        }
        assertThatThrownBy(() -> connect(database)).isInstanceOf(SQLException.class);

        server.restart();

        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT answer FROM kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(42);
        }
    }

    @Test
    void makes_commits_durable() throws SQLException {
        try (Connection connection = connect(server.freshDatabase());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT current_setting('fsync') || ' ' || current_setting('synchronous_commit')")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("on on");
        }
    }

    @Test
    void asks_for_the_password() {
        PostgresServer.Database database = server.freshDatabase();

        assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), database.user(), "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password");
    }

    @Test
    void knows_what_can_be_done_to_it() {
        assertThat(server.supports(Fault.KILL)).isTrue();
        assertThat(server.supports(Fault.DISK_ALARM)).isFalse();
    }

    private static Connection connect(PostgresServer.Database database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }
}
