package dev.sentinel.harness;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/** A real PostgreSQL for a test. */
public final class PostgresServer implements AutoCloseable {
    private static final String CONNECT_SECONDS = "5";

    private final Postgres postgres;
    private final List<String> databases = new ArrayList<>();

    PostgresServer(Postgres postgres) {
        this.postgres = postgres;
    }

    /** A database of its own for one test. */
    public record Database(String jdbcUrl, String user, String password) {}

    /** A server that can do the given faults; without any, also one given by its address will do. */
    public static PostgresServer start(Fault... needed) {
        return new PostgresServer(PostgresProvisions.onThisMachine().provide(List.of(needed)));
    }

    public String jdbcUrl() {
        return postgres.address().jdbcUrl();
    }

    public String user() {
        return postgres.address().user();
    }

    public String password() {
        return postgres.address().password();
    }

    /** A new, empty database: what one test writes, no other test sees. */
    public synchronized Database freshDatabase() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE DATABASE " + name);
        databases.add(name);
        PostgresAddress fresh = postgres.address().withDatabase(name);
        return new Database(fresh.jdbcUrl(), fresh.user(), fresh.password());
    }

    public boolean supports(Fault fault) {
        return switch (fault) {
            case KILL, FREEZE -> postgres.control().isPresent();
            case DISK_ALARM, CONTROL -> false;
        };
    }

    /** SIGKILL to the server and its children: connections break, nothing is flushed. */
    public void kill() {
        control(Fault.KILL).kill();
    }

    /** Brings the server back on the same data and the same port, killing it first when it runs. */
    public void restart() {
        control(Fault.KILL).restart();
    }

    @Override
    public synchronized void close() {
        // A server of ours goes with all its databases; from one that was given, ours must be taken out again.
        if (postgres.control().isEmpty()) {
            databases.forEach(name -> execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"));
            databases.clear();
        }
        postgres.close();
    }

    static boolean answers(PostgresAddress address) {
        try (Connection connection = connect(address)) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private void execute(String sql) {
        try (Connection connection = connect(postgres.address());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL at " + postgres.address() + " refused: " + sql, e);
        }
    }

    private static Connection connect(PostgresAddress address) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("socketTimeout", "60");
        return DriverManager.getConnection(address.jdbcUrl(), properties);
    }

    private Postgres.ServerControl control(Fault fault) {
        return postgres.control()
                .orElseThrow(() -> new UnsupportedOperationException(
                        "the server " + postgres.address() + " was given by " + PostgresProvisions.ADDRESS_VARIABLE
                                + ", so this test cannot do " + fault
                                + " to it; start it with PostgresServer.start(Fault." + fault
                                + ")"));
    }
}
