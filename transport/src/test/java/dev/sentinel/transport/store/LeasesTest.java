package dev.sentinel.transport.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class LeasesTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private final Database database;
    private final HandClock clock = new HandClock();
    private Store here;
    private Store there;

    LeasesTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        StoreConfig config = database.fresh(folder);
        here = Store.open(config, clock);
        there = Store.open(config, clock);
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private Optional<Lease> acquire(Store by, String holder, Duration ttl) {
        return new Leases(by).acquire("p00", holder, ttl);
    }

    private Lease acquired(Store by, String holder, Duration ttl) {
        return acquire(by, holder, ttl).orElseThrow();
    }

    // PostgreSQL judges by its own clock, which a test cannot move: there the time really passes.
    private Lease acquiredWhenExpired(Store by, String holder) {
        clock.move(SHORT);
        return Awaitility.await()
                .until(() -> acquire(by, holder, LONG), Optional::isPresent)
                .orElseThrow();
    }

    private static int mark(Sql sql) {
        return sql.update("insert into lease (name, holder, epoch, expires_at) values ('mark', 'x', 1, 1)");
    }

    private boolean marked() {
        return here.read(sql -> sql.one("select epoch from lease where name = 'mark'", row -> row.number("epoch")))
                .isPresent();
    }

    @Test
    void gives_a_lease_to_one_holder_only() {
        Lease held = acquired(here, "a", LONG);
        assertThat(held.epoch()).isEqualTo(1);
        assertThat(acquire(there, "b", LONG)).isEmpty();
    }

    @Test
    void an_expired_lease_changes_hands_with_a_higher_epoch() {
        Lease old = acquired(here, "a", SHORT);
        Lease young = acquiredWhenExpired(there, "b");
        assertThat(young.epoch()).isEqualTo(old.epoch() + 1);
        assertThat(young.holder()).isEqualTo("b");
        assertThat(new Leases(here).renew(old, LONG)).isEmpty();
    }

    @Test
    void a_renewed_lease_stays() {
        Lease lease = acquired(here, "a", Duration.ofSeconds(30));
        Optional<Lease> renewed = new Leases(here).renew(lease, LONG);
        clock.move(Duration.ofSeconds(31));
        assertThat(renewed).map(Lease::epoch).contains(lease.epoch());
        assertThat(renewed.orElseThrow().expiresAt()).isAfter(lease.expiresAt());
        assertThat(acquire(there, "b", LONG)).isEmpty();
    }

    @Test
    void the_same_holder_returns_at_once_and_fences_its_own_past() {
        Lease before = acquired(here, "a", LONG);
        Lease after = acquired(here, "a", LONG);
        assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
        assertThatThrownBy(() -> here.writeNow(before, LeasesTest::mark)).isInstanceOf(Fenced.class);
    }

    @Test
    void a_lease_given_back_is_free_at_once_and_its_epoch_goes_on() {
        Lease first = acquired(here, "a", LONG);
        new Leases(here).release(first);
        assertThatThrownBy(() -> here.writeNow(first, LeasesTest::mark)).isInstanceOf(Fenced.class);
        assertThat(new Leases(here).renew(first, LONG)).isEmpty();
        assertThat(acquired(there, "b", LONG).epoch()).isEqualTo(2);
    }

    @Test
    void giving_back_what_another_holds_by_now_changes_nothing() {
        Lease old = acquired(here, "a", SHORT);
        acquiredWhenExpired(there, "b");
        new Leases(here).release(old);
        assertThat(acquire(here, "c", LONG)).isEmpty();
    }

    @Test
    void a_holder_writes_under_its_lease() {
        Lease lease = acquired(here, "a", LONG);
        here.writeNow(lease, LeasesTest::mark);
        assertThat(marked()).isTrue();
    }

    @Test
    void a_stale_holders_write_changes_nothing_and_it_is_told() {
        Lease stale = acquired(here, "a", SHORT);
        acquiredWhenExpired(there, "b");
        CompletableFuture<Integer> write = here.write(stale, LeasesTest::mark);
        assertThatThrownBy(write::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(Fenced.class)
                .hasMessageContaining("a lost the lease on p00 (epoch 1)");
        assertThat(marked()).isFalse();
    }

    @Test
    void a_fenced_write_does_not_spoil_the_others_of_its_group() {
        Lease stale = acquired(here, "a", SHORT);
        acquiredWhenExpired(there, "b");
        CompletableFuture<Integer> fenced = here.write(stale, LeasesTest::mark);
        CompletableFuture<Integer> free = here.write(LeasesTest::mark);
        assertThat(free.join()).isEqualTo(1);
        assertThat(fenced).isCompletedExceptionally();
        assertThat(marked()).isTrue();
    }

    @Test
    void a_clock_that_jumps_backward_never_gives_a_lease_twice() {
        Lease held = acquired(here, "a", SHORT);
        clock.move(Duration.ofHours(-1));
        Optional<Lease> renewed = new Leases(here).renew(held, LONG);
        assertThat(renewed).isPresent();
        assertThat(acquire(there, "b", LONG)).isEmpty();
        here.writeNow(renewed.orElseThrow(), LeasesTest::mark);
        assertThat(marked()).isTrue();
    }

    @Test
    void two_contenders_never_both_hold_an_epoch() throws Exception {
        List<Long> epochs = Collections.synchronizedList(new ArrayList<>());
        try (var contenders = Executors.newFixedThreadPool(4)) {
            List<Future<?>> running = List.of(
                    contenders.submit(() -> contend(here, "a", epochs)),
                    contenders.submit(() -> contend(there, "b", epochs)),
                    contenders.submit(() -> contend(here, "c", epochs)),
                    contenders.submit(() -> contend(there, "d", epochs)));
            for (Future<?> each : running) {
                each.get();
            }
        }
        assertThat(epochs).doesNotHaveDuplicates().hasSizeGreaterThan(4);
    }

    // Mostly they let go, sometimes they only vanish and the next one has to wait for the expiry.
    private void contend(Store store, String holder, List<Long> epochs) {
        Leases leases = new Leases(store);
        for (int round = 0; round < 40; round++) {
            Optional<Lease> lease = leases.acquire("p00", holder, Duration.ofMillis(5));
            lease.ifPresent(held -> epochs.add(held.epoch()));
            if (round % 3 != 0) {
                lease.ifPresent(leases::release);
            }
            clock.move(Duration.ofMillis(2));
        }
    }
}
