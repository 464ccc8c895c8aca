package dev.sentinel.collectors.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.transport.store.Leases;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.transport.tempo.Tempo;
import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Severity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeatTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TTL = Duration.ofSeconds(2);
    private static final Source TICKS =
            new Source("ticks", "a list of numbers", Refs.of("prometheus.server", "monitoring", "p-0"));
    private static final JsonCodec<Integer> NUMBER = JsonCodec.of(Integer.class);

    @TempDir
    Path folder;

    private final Recorder told = new Recorder();
    private final AtomicInteger written = new AtomicInteger();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Store store;

    @BeforeEach
    void open() {
        store = fresh();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private Store fresh() {
        Store made = Store.open(new StoreConfig.Sqlite(folder.resolve("sentinel.db")), Clock.systemUTC());
        opened.add(made);
        return made;
    }

    /** Reads a source that keeps history: numbers that were written, each told once. */
    private Collecting reader(String holder, Store place) {
        Collector collector = new Scripted(
                "ticker",
                Collector.Reach.CLUSTER,
                desk -> desk.poll(TICKS, new Rhythm(Duration.ofMillis(50), Duration.ofSeconds(5)), () -> {
                    int from = desk.memory().recall("read", NUMBER).orElse(0);
                    int to = written.get();
                    for (int number = from + 1; number <= to; number++) {
                        desk.tell(List.of(fact(desk, number)));
                    }
                    desk.memory().remember("read", to, NUMBER);
                }));
        var terms = new Collecting.Terms("c1", holder, holder, Duration.ofSeconds(30), TTL);
        var ground = new Collecting.Ground(told, Optional.of(place), new SimpleMeterRegistry(), Tempo.real());
        Collecting made = Collecting.start(List.of(collector), terms, ground);
        opened.add(made);
        return made;
    }

    private static Event fact(Desk desk, int number) {
        Custom custom =
                Custom.newBuilder().setName("tick").putFields("n", "" + number).build();
        return desk.facts()
                .event(
                        new Seen(Instant.ofEpochSecond(number), desk.now()),
                        Severity.SEVERITY_INFO,
                        TICKS.thing(),
                        custom);
    }

    private List<String> ticksOf(String instance) {
        return told.of("custom").stream()
                .filter(event -> event.getSource().getInstance().equals(instance))
                .map(event -> event.getCustom().getFieldsOrThrow("n"))
                .toList();
    }

    private void tick(int to) {
        written.set(to);
        await().atMost(PATIENCE).until(() -> told.of("custom").size() >= to);
    }

    @Test
    void of_two_instances_one_reads_and_the_other_goes_on_where_it_stopped() {
        Collecting first = reader("one", store);
        tick(3);
        reader("two", fresh());
        tick(5);
        assertThat(ticksOf("two")).isEmpty();

        first.close();
        tick(8);

        assertThat(ticksOf("one")).containsExactly("1", "2", "3", "4", "5");
        assertThat(ticksOf("two")).containsExactly("6", "7", "8");
    }

    @Test
    void one_that_died_is_followed_without_a_gap_or_a_second_telling() {
        // What a killed process leaves: a lease that nobody gives back, and the memory of what it had told.
        Lease dead = new Leases(store)
                .acquire("collector/c1/ticker", "dead", Duration.ofSeconds(4))
                .orElseThrow();
        new Memory(StoreShelf.under(() -> dead, store, new StoreShelf.Owner("c1", "ticker", "")))
                .remember("read", 2, NUMBER);
        written.set(4);
        long died = System.nanoTime();

        reader("heir", store);
        await().atMost(PATIENCE).until(() -> told.of("custom").size() == 2);

        assertThat(ticksOf("heir")).containsExactly("3", "4");
        assertThat(Duration.ofNanos(System.nanoTime() - died)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(15));
    }

    @Test
    void who_lost_the_right_stops_reading_and_can_no_longer_change_the_memory() {
        reader("slow", store);
        tick(1);
        // As after a long pause of the process: somebody else holds the lease by now.
        store.writeNow(sql -> sql.update(
                "update lease set holder = 'other', epoch = epoch + 1, expires_at = ? where name = 'collector/c1/ticker'",
                Instant.now().plusSeconds(60)));
        written.set(2);

        await().atMost(PATIENCE)
                .until(() -> told.last("collector.health_changed").isPresent());
        int remembered = new Memory(StoreShelf.of(store, new StoreShelf.Owner("c1", "ticker", "")))
                .recall("read", NUMBER)
                .orElseThrow();
        assertThat(remembered).isEqualTo(1);
        long before = told.of("custom").size();
        written.set(50);
        await().during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .until(() -> told.of("custom").size() == before);
    }

    @Test
    void while_the_store_is_away_who_reads_goes_on_and_catches_up_with_its_memory_later() {
        var shelf = new Breaking();
        var memory = new Memory(new PatientShelf(shelf));
        memory.remember("read", 1, NUMBER);
        shelf.broken = true;

        memory.remember("read", 2, NUMBER);
        assertThat(memory.recall("read", NUMBER)).contains(2);
        assertThat(shelf.kept.recall("read", NUMBER)).contains(1);

        shelf.broken = false;
        memory.remember("other", 9, NUMBER);
        assertThat(shelf.kept.recall("read", NUMBER)).contains(2);
        assertThat(memory.recallAll("", NUMBER)).containsOnlyKeys("other", "read");
        memory.forget(List.of("other"));
        assertThat(memory.recallAll("", NUMBER)).containsOnlyKeys("read");
    }

    @Test
    void what_is_too_large_is_not_remembered_and_neither_is_what_it_replaces() {
        var memory = new Memory(new HeapShelf());
        var words = JsonCodec.of(String.class);
        memory.remember(Map.of("a", "small", "b", "small"), words);

        memory.remember(Map.of("a", "x".repeat(2 << 20), "b", "other"), words);

        assertThat(memory.recallAll("", words)).containsExactly(Map.entry("b", "other"));
    }

    /** A shelf whose store does not answer for a while: the fault is a real one, of a store that was closed. */
    private final class Breaking implements Shelf {
        private final HeapShelf heap = new HeapShelf();
        private final Memory kept = new Memory(heap);
        private final Store closed = Store.open(new StoreConfig.Sqlite(folder.resolve("closed.db")), Clock.systemUTC());
        private boolean broken;

        Breaking() {
            closed.close();
        }

        private void answer() {
            if (broken) {
                int unused = closed.writeNow(sql -> 0);
            }
        }

        @Override
        public Optional<byte[]> take(String key) {
            return heap.take(key);
        }

        @Override
        public SortedMap<String, byte[]> takeAll(String prefix) {
            return heap.takeAll(prefix);
        }

        @Override
        public void put(Map<String, byte[]> bodies) {
            answer();
            heap.put(bodies);
        }

        @Override
        public void remove(List<String> keys) {
            answer();
            heap.remove(keys);
        }
    }
}
