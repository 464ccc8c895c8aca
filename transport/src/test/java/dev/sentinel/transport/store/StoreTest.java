package dev.sentinel.transport.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class StoreTest {
    private static final String INSERT = "insert into note (id, body) values (?, ?)";
    private static final String COUNT = "select count(*) as n from note";

    @TempDir
    Path folder;

    private final Database database;

    private StoreConfig config;
    private Store store;

    StoreTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        config = database.fresh(folder);
        store = opened(StoreLimits.defaults());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Store opened(StoreLimits limits) {
        return Store.open(config, TestSchemas.NOTES, limits, Clock.systemUTC());
    }

    private long notes() {
        return store.read(StoreTest::count);
    }

    private static long count(Sql sql) {
        return sql.one(COUNT, row -> row.number("n")).orElseThrow();
    }

    @Test
    void keeps_what_it_was_given_across_a_restart() {
        Instant time = Instant.parse("2026-01-02T03:04:05.678Z");
        byte[] bytes = {0, 1, -1};
        store.writeNow(sql -> sql.update(
                "insert into note (id, body, flag, at, bytes, maybe) values (?, ?, ?, ?, ?, ?)",
                1L,
                "text",
                true,
                time,
                bytes,
                Optional.of("there")));
        store.writeNow(
                sql -> sql.update("insert into note (id, body, maybe) values (?, ?, ?)", 2, "plain", Optional.empty()));
        store.close();
        store = opened(StoreLimits.defaults());

        store.read(sql -> sql.query("select * from note where id = 1", row -> {
            assertThat(row.text("body")).isEqualTo("text");
            assertThat(row.flag("flag")).isTrue();
            assertThat(row.instant("at")).isEqualTo(time);
            assertThat(row.bytes("bytes")).isEqualTo(bytes);
            assertThat(row.optionalText("maybe")).contains("there");
            return row.number("id");
        }));
        List<Optional<String>> maybe = store.read(
                sql -> sql.query("select maybe from note where id = ?", row -> row.optionalText("maybe"), 2));
        assertThat(maybe).containsExactly(Optional.empty());
    }

    @Test
    void undoes_alone_a_work_that_throws_among_others_of_its_group() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Integer> first = store.write(sql -> {
            awaitQuietly(release);
            return sql.update(INSERT, 1, "first");
        });
        CompletableFuture<Integer> thrower = store.write(sql -> {
            sql.update(INSERT, 2, "half done");
            throw new IllegalArgumentException("changed its mind");
        });
        CompletableFuture<Integer> twin = store.write(sql -> {
            sql.update(INSERT, 3, "half done too");
            return sql.update(INSERT, 1, "twin");
        });
        CompletableFuture<Integer> last = store.write(sql -> sql.update(INSERT, 4, "last"));
        release.countDown();

        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(last.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThatThrownBy(() -> thrower.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
        StoreFault fault = Faults.of(twin);
        assertThat(fault.kind()).isEqualTo(StoreFault.Kind.CONSTRAINT);
        assertThat(fault.isTransient()).isFalse();
        List<Long> kept = store.read(sql -> sql.query("select id from note order by id", row -> row.number("id")));
        assertThat(kept).containsExactly(1L, 4L);
    }

    @Test
    void an_error_in_a_work_reaches_its_caller_and_the_writer_goes_on() {
        assertThatThrownBy(() -> store.writeNow(sql -> {
                    throw new AssertionError("broken invariant");
                }))
                .isInstanceOf(AssertionError.class);
        store.writeNow(sql -> sql.update(INSERT, 1, "after"));
        assertThat(notes()).isEqualTo(1);
    }

    @Test
    void tells_of_a_write_only_after_its_commit() throws Exception {
        try (var callers = Executors.newFixedThreadPool(8)) {
            List<CompletableFuture<Long>> seen = IntStream.range(0, 400)
                    .mapToObj(id -> CompletableFuture.supplyAsync(
                            () -> {
                                store.writeNow(sql -> sql.update(INSERT, id, "x"));
                                return store.read(sql -> sql.one(
                                                "select count(*) as n from note where id = ?",
                                                row -> row.number("n"),
                                                id))
                                        .orElseThrow();
                            },
                            callers))
                    .toList();
            for (CompletableFuture<Long> each : seen) {
                assertThat(each.get(30, TimeUnit.SECONDS)).isEqualTo(1);
            }
        }
        assertThat(notes()).isEqualTo(400);
    }

    @Test
    void a_full_queue_refuses_after_its_patience_and_works_again_later() throws Exception {
        store.close();
        store = opened(new StoreLimits(2, 1, Duration.ofMillis(100), 1, 1 << 20));
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Integer> slow = store.write(sql -> {
            entered.countDown();
            awaitQuietly(release);
            return sql.update(INSERT, 1, "slow");
        });
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Integer> second = store.write(sql -> sql.update(INSERT, 2, "queued"));
        CompletableFuture<Integer> third = store.write(sql -> sql.update(INSERT, 3, "queued"));
        CompletableFuture<Integer> refused = store.write(sql -> sql.update(INSERT, 4, "refused"));

        assertThat(refused).isCompletedExceptionally();
        StoreFault fault = Faults.of(refused);
        assertThat(fault.kind()).isEqualTo(StoreFault.Kind.OVERLOADED);
        assertThat(fault.isTransient()).isTrue();
        release.countDown();
        CompletableFuture.allOf(slow, second, third).get(10, TimeUnit.SECONDS);
        store.writeNow(sql -> sql.update(INSERT, 4, "again"));
        assertThat(notes()).isEqualTo(4);
    }

    @Test
    void a_read_sees_one_snapshot_while_others_write() {
        store.writeNow(sql -> sql.update(INSERT, 1, "before"));
        List<Long> counted = store.read(sql -> {
            long before = count(sql);
            store.writeNow(other -> other.update(INSERT, 2, "meanwhile"));
            return List.of(before, count(sql));
        });
        assertThat(counted).containsExactly(1L, 1L);
        assertThat(notes()).isEqualTo(2);
    }

    @Test
    void a_read_cannot_write() {
        StoreFault fault = Faults.met(() -> store.read(sql -> sql.update(INSERT, 1, "sneaked in")));
        assertThat(fault.kind()).isEqualTo(StoreFault.Kind.READ_ONLY);
        assertThat(notes()).isZero();
    }

    @Test
    void a_write_that_would_wait_for_itself_is_refused_instead() {
        assertThatThrownBy(() -> store.writeNow(sql -> store.writeNow(inner -> inner.update(INSERT, 1, "inner"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("wait for itself");
    }

    @Test
    void a_statement_that_makes_no_sense_is_a_permanent_fault() {
        StoreFault fault =
                Faults.met(() -> store.writeNow(sql -> sql.update("insert into nowhere (id) values (?)", 1)));
        assertThat(fault.kind()).isEqualTo(StoreFault.Kind.STATEMENT);
        assertThat(fault.isTransient()).isFalse();
        store.writeNow(sql -> sql.update(INSERT, 1, "after"));
        assertThat(notes()).isEqualTo(1);
    }

    @Test
    void finishes_what_is_queued_when_closed_and_refuses_the_rest() {
        List<CompletableFuture<Integer>> queued = IntStream.range(0, 500)
                .mapToObj(id -> store.write(sql -> sql.update(INSERT, id, "x")))
                .toList();
        store.close();
        assertThat(queued).allSatisfy(future -> assertThat(future).isCompletedWithValue(1));
        CompletableFuture<Integer> late = store.write(sql -> sql.update(INSERT, 999, "late"));
        assertThat(Faults.of(late).kind()).isEqualTo(StoreFault.Kind.CLOSED);
        store = opened(StoreLimits.defaults());
        assertThat(notes()).isEqualTo(500);
    }

    @Test
    void a_batch_counts_what_it_touched() {
        int touched = store.writeNow(sql -> sql.batch(
                INSERT,
                IntStream.range(0, 1000).mapToObj(id -> List.of(id, "x")).toList()));
        int gone =
                store.writeNow(sql -> sql.batch("delete from note where id = ?", List.of(List.of(3), List.of(5000))));
        int nothing = store.writeNow(sql -> sql.batch(INSERT, List.of()));
        assertThat(touched).isEqualTo(1000);
        assertThat(gone).isEqualTo(1);
        assertThat(nothing).isZero();
        assertThat(notes()).isEqualTo(999);
    }

    @Test
    void numbers_rows_in_the_order_of_their_writing() {
        store.writeNow(sql -> sql.batch("insert into numbered (body) values (?)", List.of(List.of("a"), List.of("b"))));
        store.writeNow(sql -> sql.update("delete from numbered"));
        store.writeNow(sql -> sql.update("insert into numbered (body) values (?)", "c"));
        List<Long> numbers = store.read(sql -> sql.query("select seq from numbered", row -> row.number("seq")));
        assertThat(numbers).containsExactly(3L);
    }

    @Test
    void more_than_one_row_where_one_was_expected_is_a_defect() {
        store.writeNow(sql -> sql.batch(INSERT, List.of(List.of(1, "a"), List.of(2, "b"))));
        assertThatThrownBy(() -> store.read(sql -> sql.one("select id from note", row -> row.number("id"))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void says_how_it_is() {
        StoreHealth health = store.health();
        assertThat(health.reachable()).isTrue();
        assertThat(health.schemaVersion()).isEqualTo(2);
        assertThat(health.sizeBytes()).isPositive();
        assertThat(health.problem()).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
