package dev.sentinel.correlator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.store.Store;
import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Event;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
final class RetentionTest {

    private static final int HOME = Partitions.DEFAULT.of("home");
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final long PLENTY = 1L << 40;

    @TempDir
    Path folder;

    private final Database database;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Journal journal = new Journal(Partitions.DEFAULT);
    private Store store;

    RetentionTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        store = Store.open(database.fresh(folder), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void the_old_goes_and_the_young_stays() {
        append(10);
        age(1, 4, Duration.ofHours(30));
        prune(DAY, PLENTY);
        assertThat(positions()).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(bytesKept()).isEqualTo(bytesThere());
        assertThat(forced()).isZero();
    }

    @Test
    void more_than_one_batch_goes_at_once() {
        append(2_500);
        age(1, 2_400, Duration.ofHours(30));
        prune(DAY, PLENTY);
        assertThat(positions()).hasSize(100).first().isEqualTo(2_401L);
    }

    @Test
    void what_a_live_incident_may_need_stays() {
        append(10);
        age(1, 2, Duration.ofHours(50));
        age(3, 6, Duration.ofHours(40));
        incident("open", now().minus(Duration.ofHours(41)));
        prune(DAY, PLENTY);
        // It began 41 h ago and looks back one hour more.
        assertThat(positions()).first().isEqualTo(3L);
        incident("resolved", now().minus(Duration.ofHours(41)));
        prune(DAY, PLENTY);
        assertThat(positions()).first().isEqualTo(7L);
    }

    @Test
    void the_limit_of_size_takes_the_oldest() {
        append(10);
        long each = bytesThere() / 10;
        prune(DAY, each * 4);
        assertThat(positions()).containsExactly(7L, 8L, 9L, 10L);
        assertThat(forced()).isZero();
        append(1);
        assertThat(positions()).last().isEqualTo(11L);
    }

    @Test
    void the_limit_of_size_takes_even_what_is_needed_and_says_so() {
        append(10);
        long each = bytesThere() / 10;
        incident("open", now().minus(Duration.ofMinutes(1)));
        prune(DAY, each * 4);
        assertThat(positions()).hasSize(4);
        assertThat(forced()).isEqualTo(6);
    }

    @Test
    void an_empty_journal_is_fine() {
        prune(DAY, 1);
        assertThat(positions()).isEmpty();
    }

    private void prune(Duration age, long bytes) {
        new Retention(new Retention.Limits(age, bytes), () -> WINDOW, registry).upkeep(store);
    }

    private double forced() {
        return registry.get("sentinel.journal.forced").counter().count();
    }

    private Instant now() {
        return store.read(sql -> sql.now());
    }

    private void append(int count) {
        Event event = Event.newBuilder()
                .setId("00000000-0000-7000-8000-000000000000")
                .setCluster("home")
                .setOccurredAt(Timestamp.newBuilder().setSeconds(1_700_000_000))
                .setCustom(Custom.newBuilder().setNameBytes(ByteString.copyFromUtf8("test.fact")))
                .build();
        store.writeNow(sql -> {
            for (int i = 0; i < count; i++) {
                journal.apply(sql, List.of(event));
            }
            return count;
        });
    }

    private void age(long from, long to, Duration age) {
        Instant then = now().minus(age);
        store.writeNow(sql -> sql.update(
                "update journal set accepted_ms = ? where part = ? and position >= ? and position <= ?",
                then,
                HOME,
                from,
                to));
    }

    private void incident(String state, Instant began) {
        store.writeNow(sql -> sql.update("""
                insert into incident
                (id, cluster, part, state, severity, pattern, revision, counted, began_ms, updated_ms, body)
                values ('i', 'home', ?, ?, 'error', 'p', 1, 1, ?, 0, ?)
                on conflict (id) do update set state = excluded.state""", HOME, state, began, new byte[0]));
    }

    private List<Long> positions() {
        return store.read(sql -> sql.query(
                "select position from journal where part = ? order by position", row -> row.number("position"), HOME));
    }

    private long bytesThere() {
        return number("select coalesce(sum(length(body)), 0) as n from journal");
    }

    private long bytesKept() {
        return number("select coalesce(sum(bytes), 0) as n from journal_head");
    }

    private long number(String query) {
        return store.read(sql -> sql.one(query, row -> row.number("n"))).orElseThrow();
    }
}
