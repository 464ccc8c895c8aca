package dev.sentinel.correlator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Heartbeat;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
final class JournalTest {

    private static final int HOME = Partitions.DEFAULT.of("home");
    private static final int LAB = Partitions.DEFAULT.of("lab");

    @TempDir
    Path folder;

    private final Journal journal = new Journal(Partitions.DEFAULT);
    private final Database database;
    private StoreConfig config;
    private Store store;

    JournalTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        config = database.fresh(folder);
        store = openStore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void events_stand_in_the_order_of_acceptance_counted_in_each_partition() {
        append(fact("home", "a"), fact("lab", "b"), fact("home", "c"));
        append(fact("lab", "d"));
        assertThat(ids(HOME)).containsExactly("1 a", "2 c");
        assertThat(ids(LAB)).containsExactly("1 b", "2 d");
    }

    @Test
    void a_reader_goes_on_after_a_position_in_pages() {
        append(fact("home", "a"), fact("home", "b"), fact("home", "c"));
        assertThat(read(HOME, 0, 2)).extracting(Journal.Entry::position).containsExactly(1L, 2L);
        assertThat(read(HOME, 2, 2)).extracting(Journal.Entry::position).containsExactly(3L);
        assertThat(read(HOME, 3, 2)).isEmpty();
    }

    @Test
    void positions_go_on_after_a_restart() {
        append(fact("home", "a"));
        store.close();
        store = openStore();
        append(fact("home", "b"));
        assertThat(read(HOME, 0, 10)).extracting(Journal.Entry::position).containsExactly(1L, 2L);
        assertThat(last(HOME)).isEqualTo(2);
    }

    @Test
    void what_is_undone_leaves_no_hole() {
        append(fact("home", "a"));
        assertThatThrownBy(() -> store.writeNow(sql -> {
                    journal.apply(sql, List.of(fact("home", "b"), fact("home", "c")));
                    throw new IllegalStateException("the rest of the transaction failed");
                }))
                .isInstanceOf(IllegalStateException.class);
        append(fact("home", "d"));
        assertThat(read(HOME, 0, 10)).extracting(entry -> entry.event().getId()).containsExactly("a", "d");
        assertThat(last(HOME)).isEqualTo(2);
    }

    @Test
    void an_empty_journal_and_no_events_are_fine() {
        append();
        assertThat(last(HOME)).isZero();
        assertThat(read(HOME, 0, 10)).isEmpty();
        assertThat(count("home")).isZero();
    }

    @Test
    void the_count_of_a_cluster_leaves_other_clusters_and_heartbeats_out() {
        Event beat = fact("home", "c").toBuilder()
                .setHeartbeat(Heartbeat.getDefaultInstance())
                .build();
        append(fact("home", "a"), fact("lab", "b"), beat, fact("home", "d"));
        assertThat(count("home")).isEqualTo(2);
        assertThat(count("nowhere")).isZero();
    }

    @Test
    void the_moment_of_an_event_is_kept_in_milliseconds() {
        append(fact("home", "a").toBuilder()
                .setOccurredAt(Timestamp.newBuilder().setSeconds(1_700_000_000).setNanos(123_999_999))
                .build());
        List<Long> kept =
                store.read(sql -> sql.query("select occurred_ms from journal", row -> row.number("occurred_ms")));
        assertThat(kept).containsExactly(1_700_000_000_123L);
    }

    @Test
    void two_who_append_to_one_partition_at_a_time_get_positions_of_their_own() throws Exception {
        try (Store other = openStore()) {
            CompletableFuture<Void> theirs = CompletableFuture.runAsync(() -> appendOneByOne(other, "b", 100));
            appendOneByOne(store, "a", 100);
            theirs.get(60, TimeUnit.SECONDS);
        }
        List<Journal.Entry> entries = read(HOME, 0, 1_000);
        assertThat(entries)
                .extracting(Journal.Entry::position)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
        assertThat(entries).isSortedAccordingTo(Comparator.comparing(Journal.Entry::accepted));
    }

    @Test
    void what_is_accepted_later_is_not_before_the_time_that_has_passed() {
        append(fact("home", "a"));
        Journal.Head head = store.writeNow(sql -> Journal.letTimePass(sql, HOME));
        assertThat(head.last()).isEqualTo(1);
        append(fact("home", "b"));
        assertThat(read(HOME, 1, 1).getFirst().accepted()).isAfterOrEqualTo(head.accepted());
    }

    @Test
    void a_clock_that_goes_back_does_not_bring_the_journal_back() {
        store.writeNow(sql -> Journal.letTimePass(sql, HOME));
        Instant future = Instant.parse("2999-01-01T00:00:00Z");
        store.writeNow(sql -> sql.update("update journal_head set accepted_ms = ?", future));
        append(fact("home", "a"));
        assertThat(read(HOME, 0, 1).getFirst().accepted()).isEqualTo(future);
    }

    private void appendOneByOne(Store into, String name, int count) {
        for (int i = 0; i < count; i++) {
            Event event = fact("home", name + i);
            into.writeNow(sql -> {
                journal.apply(sql, List.of(event));
                return 1;
            });
        }
    }

    private Store openStore() {
        return Store.open(config, Clock.systemUTC());
    }

    private void append(Event... events) {
        store.writeNow(sql -> {
            journal.apply(sql, List.of(events));
            return events.length;
        });
    }

    private List<Journal.Entry> read(int partition, long position, int max) {
        return store.read(sql -> Journal.read(sql, partition, position, max));
    }

    private List<String> ids(int partition) {
        return read(partition, 0, 10).stream()
                .map(entry -> entry.position() + " " + entry.event().getId())
                .toList();
    }

    private long last(int partition) {
        return store.read(sql -> Journal.last(sql, partition));
    }

    private long count(String cluster) {
        return store.read(sql -> Journal.count(sql, cluster));
    }

    private static Event fact(String cluster, String id) {
        return Event.newBuilder()
                .setId(id)
                .setCluster(cluster)
                .setCustom(Custom.newBuilder().setName("test.fact"))
                .build();
    }
}
