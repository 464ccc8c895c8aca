package dev.sentinel.transport.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.harness.Fault;
import dev.sentinel.harness.FaultyWire;
import dev.sentinel.harness.PostgresServer;
import dev.sentinel.harness.Shared;
import dev.sentinel.transport.store.StoreFault.Kind;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PostgresFaultsTest {
    private static final String INSERT = "insert into note (id, body) values (?, ?)";
    private static final StoreLimits LIMITS = new StoreLimits(100, 10, Duration.ofSeconds(2), 2, 1 << 20);

    private static Store opened(StoreConfig config) {
        return Store.open(config, TestSchemas.NOTES, LIMITS, Clock.systemUTC());
    }

    private static StoreConfig.Postgres through(FaultyWire wire, PostgresServer.Database database) {
        String path = URI.create(database.jdbcUrl().substring("jdbc:".length())).getPath();
        String url = "jdbc:postgresql://127.0.0.1:%d%s?socketTimeout=1".formatted(wire.port(), path);
        return new StoreConfig.Postgres(url, database.user(), database.password());
    }

    private static FaultyWire wireTo(PostgresServer.Database database) {
        URI address = URI.create(database.jdbcUrl().substring("jdbc:".length()));
        return FaultyWire.to(address.getHost(), address.getPort());
    }

    private static List<Long> ids(Store store) {
        return store.read(sql -> sql.query("select id from note order by id", row -> row.number("id")));
    }

    // The wire is away for a while; afterwards the store works without being told.
    private static void worksAgain(Store store, long id) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(StoreFault.class)
                .until(() -> {
                    store.writeNow(sql ->
                            sql.update("insert into note (id, body) values (?, 'x') on conflict do nothing", id));
                    return ids(store).contains(id);
                });
    }

    @Test
    void a_server_that_is_not_there_is_named_without_the_password() {
        var config = new StoreConfig.Postgres("jdbc:postgresql://127.0.0.1:1/sentinel?password=5esame", "me", "secret");
        StoreFault fault = Faults.met(() -> opened(config));
        assertThat(fault.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(fault.isTransient()).isTrue();
        assertThat(fault)
                .hasMessageContaining("127.0.0.1:1/sentinel cannot be reached")
                .hasMessageContaining("Check that the server runs");
        assertThat(fault.getMessage()).doesNotContain("5esame").doesNotContain("secret");
        assertThat(config.toString()).doesNotContain("5esame").doesNotContain("secret");
    }

    @Test
    void a_user_whom_the_server_does_not_know_is_denied() {
        var database = Shared.postgres().freshDatabase();
        StoreFault fault =
                Faults.met(() -> opened(new StoreConfig.Postgres(database.jdbcUrl(), "nobody_of_that_name", "wrong")));
        assertThat(fault.kind()).isEqualTo(Kind.DENIED);
        assertThat(fault.isTransient()).isFalse();
    }

    @Test
    void a_missing_database_is_named() {
        var database = Shared.postgres().freshDatabase();
        var config = new StoreConfig.Postgres(database.jdbcUrl() + "_not", database.user(), database.password());
        assertThat(Faults.met(() -> opened(config)).kind()).isEqualTo(Kind.MISSING);
    }

    @Test
    void a_database_with_tables_of_another_program_is_left_alone() throws SQLException {
        var database = Shared.postgres().freshDatabase();
        try (Connection other = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = other.createStatement()) {
            statement.execute("create table song (title text)");
        }
        var config = new StoreConfig.Postgres(database.jdbcUrl(), database.user(), database.password());
        StoreFault fault = Faults.met(() -> opened(config));
        assertThat(fault.kind()).isEqualTo(Kind.FOREIGN);
        try (Connection other = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = other.createStatement();
                var tables = statement.executeQuery("select count(*) from pg_tables where schemaname = 'public'")) {
            assertThat(tables.next()).isTrue();
            assertThat(tables.getInt(1)).isEqualTo(1);
        }
    }

    @Test
    void a_lost_connection_is_transient_and_heals_by_itself() {
        var database = Shared.postgres().freshDatabase();
        try (FaultyWire wire = wireTo(database);
                Store store = opened(through(wire, database))) {
            store.writeNow(sql -> sql.update(INSERT, 1, "before"));
            wire.cut();
            StoreFault written = Faults.met(() -> store.writeNow(sql -> sql.update(INSERT, 2, "during")));
            StoreFault read = Faults.met(() -> ids(store));
            assertThat(List.of(written.kind(), read.kind())).containsOnly(Kind.UNREACHABLE);
            assertThat(store.health().reachable()).isFalse();
            assertThat(store.health().problem()).isPresent();
            wire.heal();
            worksAgain(store, 3);
            assertThat(ids(store)).containsExactly(1L, 3L);
        }
    }

    @Test
    void a_short_break_before_the_commit_is_not_even_noticed() throws Exception {
        var database = Shared.postgres().freshDatabase();
        try (FaultyWire wire = wireTo(database);
                Store store = opened(through(wire, database))) {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch broken = new CountDownLatch(1);
            CompletableFuture<Integer> write = store.write(sql -> {
                int touched = sql.update(INSERT, 1, "x");
                inside.countDown();
                awaitQuietly(broken);
                return touched + sql.update(INSERT, 2, "y");
            });
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            wire.cut();
            wire.heal();
            broken.countDown();
            assertThat(write.get(20, TimeUnit.SECONDS)).isEqualTo(2);
            assertThat(ids(store)).containsExactly(1L, 2L);
        }
    }

    @Test
    void a_commit_whose_answer_is_lost_is_unknown_and_not_done_again() throws SQLException {
        var database = Shared.postgres().freshDatabase();
        var config =
                new StoreConfig.Postgres(database.jdbcUrl() + "?socketTimeout=1", database.user(), database.password());
        try (Store store = opened(config)) {
            makeCommitsSlow(database);
            StoreFault fault = Faults.met(() -> store.writeNow(sql -> sql.update(INSERT, 1, "x")));
            assertThat(fault.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
            assertThat(fault.isTransient()).isTrue();
            // The server goes on with what the client has given up.
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> ids(store), List.of(1L)::equals);
            worksAgain(store, 2);
            assertThat(ids(store)).containsExactly(1L, 2L);
        }
    }

    private static void makeCommitsSlow(PostgresServer.Database database) throws SQLException {
        try (Connection other = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = other.createStatement()) {
            statement.execute("""
                    create function slowly() returns trigger language plpgsql
                    as $$ begin perform pg_sleep(2); return null; end $$""");
            statement.execute("""
                    create constraint trigger slow after insert on note deferrable initially deferred
                    for each row when (new.id = 1) execute function slowly()""");
        }
    }

    @Test
    void a_server_that_hangs_is_noticed() {
        var database = Shared.postgres().freshDatabase();
        try (FaultyWire wire = wireTo(database);
                Store store = opened(through(wire, database))) {
            wire.freeze();
            assertThat(Faults.met(() -> store.writeNow(sql -> sql.update(INSERT, 1, "x")))
                            .isTransient())
                    .isTrue();
            wire.heal();
            worksAgain(store, 2);
        }
    }

    @Test
    void what_was_committed_survives_the_death_of_the_server() {
        try (PostgresServer server = PostgresServer.start(Fault.KILL)) {
            var database = server.freshDatabase();
            var config = new StoreConfig.Postgres(database.jdbcUrl(), database.user(), database.password());
            try (Store store = opened(config)) {
                for (int i = 0; i < 50; i++) {
                    int id = i;
                    store.writeNow(sql -> sql.update(INSERT, id, "x"));
                }
                server.kill();
                StoreFault fault = Faults.met(() -> store.writeNow(sql -> sql.update(INSERT, 100, "lost")));
                assertThat(fault.isTransient()).isTrue();
                server.restart();
                worksAgain(store, 101);
                assertThat(ids(store)).hasSize(51).contains(0L, 49L, 101L);
            }
        }
    }

    @Test
    void two_that_lock_each_other_out_both_come_through() {
        var database = Shared.postgres().freshDatabase();
        var config = new StoreConfig.Postgres(database.jdbcUrl(), database.user(), database.password());
        try (Store here = opened(config);
                Store there = opened(config)) {
            here.writeNow(sql -> sql.batch(INSERT, List.of(List.of(1, "a"), List.of(2, "b"))));
            CountDownLatch bothIn = new CountDownLatch(2);
            CompletableFuture<Integer> forward = here.write(sql -> updateInTurn(sql, bothIn, 1, 2));
            CompletableFuture<Integer> backward = there.write(sql -> updateInTurn(sql, bothIn, 2, 1));
            assertThat(forward.join() + backward.join()).isEqualTo(4);
        }
    }

    private static int updateInTurn(Sql sql, CountDownLatch bothIn, int first, int second) {
        String update = "update note set body = 'changed' where id = ?";
        int touched = sql.update(update, first);
        bothIn.countDown();
        awaitQuietly(bothIn);
        return touched + sql.update(update, second);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
