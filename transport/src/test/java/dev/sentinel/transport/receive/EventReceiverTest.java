package dev.sentinel.transport.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.sentinel.proto.Contract;
import dev.sentinel.transport.bus.Delivery;
import dev.sentinel.transport.bus.NotNow;
import dev.sentinel.transport.bus.Outcome;
import dev.sentinel.transport.courier.Facts;
import dev.sentinel.transport.courier.Ledger;
import dev.sentinel.transport.store.HandClock;
import dev.sentinel.transport.store.Schema;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.transport.store.StoreLimits;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.EventBatch;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Sequence;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class EventReceiverTest {

    private static final Contract CONTRACT = new Contract();
    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
    private static final int MAX_STARTS = 3;

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();
    private final Memory memory = Memory.of(Duration.ofDays(1));
    private SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Store store;
    private EventReceiver receiver;

    @BeforeEach
    void open() {
        store = openStore(StoreLimits.defaults());
        receiver = receiver(new Ledger());
    }

    @AfterEach
    void close() {
        store.close();
    }

    // What cannot be used.

    @Test
    void bytes_that_are_no_event_are_parked() {
        ByteString noise = ByteString.copyFromUtf8("certainly not protobuf");
        assertThat(parked("sentinel.v1.Event", noise)).startsWith("not a readable sentinel.v1.Event: ");
        assertThat(parked("sentinel.v1.EventBatch", noise)).startsWith("not a readable sentinel.v1.EventBatch: ");
    }

    @Test
    void a_message_of_another_type_or_of_none_is_parked_and_the_reason_says_what_is_wanted() {
        ByteString incident = Incident.getDefaultInstance().toByteString();
        assertThat(parked("sentinel.v1.Incident", incident))
                .contains("unknown message type \"sentinel.v1.Incident\"")
                .contains("must be sentinel.v1.Event or sentinel.v1.EventBatch");
        assertThat(parked("", incident)).contains("unknown message type \"\"");
    }

    @Test
    void an_event_against_the_contract_is_parked_and_the_reason_names_the_fields() {
        Event bad = fact(1).toBuilder().setCluster("two words").clearSubject().build();
        assertThat(parked("sentinel.v1.Event", bad.toByteString()))
                .startsWith("against the contract: ")
                .contains("cluster: ")
                .contains("subject: ");
        assertThat(parked("sentinel.v1.Event", ByteString.EMPTY)).startsWith("against the contract: ");
    }

    @Test
    void an_oversized_message_is_parked_without_being_read() {
        assertThat(parked("sentinel.v1.Event", ByteString.copyFrom(new byte[(1 << 20) + 1])))
                .isEqualTo("message of 1048577 bytes is over the limit of 1048576");
    }

    @Test
    void an_empty_batch_and_one_of_too_many_events_are_parked_whole() {
        assertThat(parked("sentinel.v1.EventBatch", ByteString.EMPTY)).contains("events: ");
        EventBatch many = batch(IntStream.range(0, 1_001).mapToObj(EventReceiverTest::fact));
        assertThat(parked("sentinel.v1.EventBatch", many.toByteString())).contains("events: ");
        assertThat(Ledger.size(store)).isZero();
    }

    @Test
    void one_bad_event_in_a_batch_is_parked_with_it_and_the_good_ones_count() {
        Event bad = fact(2).toBuilder().setId("no-uuid").build();
        EventBatch batch = EventBatch.newBuilder()
                .addEvents(fact(1))
                .addEvents(bad)
                .addEvents(fact(3))
                .build();
        Outcome outcome = receiver.handle(List.of(delivery("m", batch, false))).getFirst();
        assertThat(((Outcome.Park) outcome).why()).contains("events[1].id: ");
        assertThat(Ledger.ids(store)).containsExactly(fact(1).getId(), fact(3).getId());
    }

    @Test
    void what_is_parked_does_not_keep_its_neighbours_from_counting() {
        List<Outcome> outcomes = receiver.handle(List.of(
                delivery("m1", fact(1), false),
                delivery("m2", Incident.getDefaultInstance(), false),
                delivery("m3", fact(3), false)));
        assertThat(outcomes.get(0)).isEqualTo(Outcome.ACCEPT);
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Park.class);
        assertThat(outcomes.get(2)).isEqualTo(Outcome.ACCEPT);
        assertThat(Ledger.ids(store)).containsExactly(fact(1).getId(), fact(3).getId());
    }

    // Once.

    @Test
    void an_event_counts_once_within_a_batch_and_across_batches_messages_and_ways() {
        EventBatch twice = EventBatch.newBuilder()
                .addEvents(fact(1))
                .addEvents(fact(2))
                .addEvents(fact(1))
                .build();
        receiver.handle(List.of(delivery("m1", twice, false), delivery("m2", fact(2), false)));
        receiver.handle(List.of(delivery("m1", twice, true)));
        assertThat(receiver.accept(List.of(fact(1), fact(3)))).isEmpty();
        assertThat(Ledger.ids(store)).containsExactly(fact(1).getId(), fact(2).getId(), fact(3).getId());
        assertThat(registry.counter("sentinel.events.duplicate").count()).isEqualTo(2 + 3 + 1);
        assertThat(registry.counter("sentinel.events.received", "source", "test")
                        .count())
                .isEqualTo(3);
    }

    // Poison.

    @Test
    void a_message_that_kills_its_consumer_is_parked_after_the_limit_though_the_store_was_restarted_each_time() {
        for (int death = 1; death <= MAX_STARTS; death++) {
            EventReceiver dying = receiver((sql, events) -> {
                throw new OutOfMemoryError("as good as a crash");
            });
            assertThatThrownBy(() -> dying.handle(List.of(delivery("poison", fact(1), true))))
                    .isInstanceOf(OutOfMemoryError.class);
            store.close();
            store = openStore(StoreLimits.defaults());
        }
        Outcome outcome = receiver(new Ledger())
                .handle(List.of(delivery("poison", fact(1), true)))
                .getFirst();
        assertThat(outcome).isEqualTo(new Outcome.Park("its consumer stopped 3 times while working on it"));
        assertThat(Ledger.size(store)).isZero();
    }

    @Test
    void a_message_that_was_redelivered_and_then_worked_starts_from_nought() {
        for (int i = 0; i < 2 * MAX_STARTS; i++) {
            EventReceiver next = receiver(new Ledger());
            assertThat(next.handle(List.of(delivery("same", fact(1), true)))).containsExactly(Outcome.ACCEPT);
        }
    }

    @Test
    void a_message_that_waits_for_the_world_is_started_once_however_often_it_is_handed_over() {
        boolean[] broken = {true};
        EventReceiver waiting = receiver((sql, events) -> {
            if (broken[0]) {
                throw closedStoreFault();
            }
            new Ledger().apply(sql, events);
        });
        List<Delivery> batch = List.of(delivery("patient", fact(1), true));
        for (int i = 0; i < 3 * MAX_STARTS; i++) {
            assertThatThrownBy(() -> waiting.handle(batch)).isInstanceOf(NotNow.class);
        }
        broken[0] = false;
        assertThat(waiting.handle(batch)).containsExactly(Outcome.ACCEPT);
        assertThat(Ledger.size(store)).isEqualTo(1);
    }

    @Test
    void values_that_no_table_takes_are_the_messages_fault_and_not_the_worlds() {
        EventReceiver picky = receiver((sql, events) -> {
            for (Event event : events) {
                sql.update(
                        "insert into journal(part, position, event_id, cluster, kind, occurred_ms, body)"
                                + " values (0, ?, ?, '', '', 0, ?)",
                        event.getOccurredAt().getSeconds() % 2,
                        event.getId(),
                        event.toByteArray());
            }
        });
        assertThat(picky.handle(List.of(delivery("m0", fact(0), false)))).containsExactly(Outcome.ACCEPT);
        assertThatThrownBy(() -> picky.handle(List.of(delivery("m2", fact(2), false))))
                .isInstanceOf(StoreFault.class);
        // By the other way nobody asks one by one, so the receiver does.
        assertThat(picky.accept(List.of(fact(4), fact(1), fact(6)))).containsOnlyKeys(fact(4).getId(), fact(6).getId());
        assertThat(Ledger.ids(store)).containsExactly(fact(0).getId(), fact(1).getId());
    }

    // The world's fault.

    @Test
    void a_closed_store_means_not_now_by_both_ways_and_for_first_and_later_deliveries() {
        store.close();
        assertThatThrownBy(() -> receiver.handle(List.of(delivery("m", fact(1), false))))
                .isInstanceOf(NotNow.class);
        assertThatThrownBy(() -> receiver.handle(List.of(delivery("m", fact(1), true))))
                .isInstanceOf(NotNow.class)
                .hasMessageStartingWith("attempts cannot be counted: ");
        assertThatThrownBy(() -> receiver.accept(List.of(fact(1)))).isInstanceOf(NotNow.class);
    }

    @Test
    void a_full_store_means_not_now_and_what_was_not_taken_is_taken_later() {
        store.close();
        store = openStore(StoreLimits.defaults().withMaxBytes(256 << 10));
        EventReceiver full = receiver(new Ledger());
        int taken = 0;
        boolean refused = false;
        for (int i = 0; i < 10_000 && !refused; i += 100) {
            try {
                full.handle(List.of(delivery(
                        "m" + i, batch(IntStream.range(i, i + 100).mapToObj(EventReceiverTest::fact)), false)));
                taken += 100;
            } catch (NotNow e) {
                refused = true;
            }
        }
        assertThat(refused).isTrue();
        assertThat(Ledger.size(store)).isEqualTo(taken);

        store.close();
        store = openStore(StoreLimits.defaults());
        assertThat(receiver(new Ledger()).accept(List.of(fact(taken)))).isEmpty();
        assertThat(Ledger.size(store)).isEqualTo(taken + 1);
    }

    @Test
    void an_effect_that_breaks_leaves_nothing_behind_so_that_the_next_try_counts() {
        EventReceiver broken = receiver((sql, events) -> {
            new Ledger().apply(sql, events);
            throw new IllegalStateException("half done");
        });
        assertThatThrownBy(() -> broken.handle(List.of(delivery("m", fact(1), false))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Ledger.size(store)).isZero();
        assertThat(receiver.handle(List.of(delivery("m", fact(1), true)))).containsExactly(Outcome.ACCEPT);
        assertThat(Ledger.size(store)).isEqualTo(1);
    }

    // Gaps.

    @Test
    void numbers_that_stay_away_are_warned_of_once_after_the_grace() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Memory.class);
        logger.addAppender(log);
        try {
            receiver.handle(List.of(delivery("m1", numbered(1), false), delivery("m4", numbered(4), false)));
            memory.upkeep(store, clock);
            assertThat(saidHere(log)).isEmpty();
            clock.move(Duration.ofMinutes(3));
            memory.upkeep(store, clock);
            memory.upkeep(store, clock);
            assertThat(saidHere(log)).hasSize(1);
            assertThat(saidHere(log).getFirst().getMessage()).isEqualTo("events of a source are missing");
            assertThat(saidHere(log).getFirst().getKeyValuePairs())
                    .extracting(pair -> pair.key + "=" + pair.value)
                    .containsExactly("source=test/node-1", "from=2", "to=3");
        } finally {
            logger.detachAppender(log);
        }
    }

    // Small words for the stories above.

    /** Without what other tests say at the same time. */
    private static List<ILoggingEvent> saidHere(ListAppender<ILoggingEvent> log) {
        String here = Thread.currentThread().getName();
        return log.list.stream()
                .filter(event -> event.getThreadName().equals(here))
                .toList();
    }

    private Store openStore(StoreLimits limits) {
        return Store.open(new StoreConfig.Sqlite(folder.resolve("sentinel.db")), Schema.SENTINEL, limits, clock);
    }

    private EventReceiver receiver(Effect effect) {
        registry = new SimpleMeterRegistry();
        return new EventReceiver(
                new EventReceiver.Settings("test", 1 << 20, MAX_STARTS),
                new EventReceiver.Parts(store, effect, () -> CONTRACT, memory),
                registry,
                clock);
    }

    private StoreFault closedStoreFault() {
        Store closed = Store.open(new StoreConfig.Sqlite(folder.resolve("closed.db")), clock);
        closed.close();
        try {
            closed.writeNow(sql -> 0);
        } catch (StoreFault e) {
            return e;
        }
        throw new AssertionError("a closed store took a write");
    }

    private String parked(String type, ByteString body) {
        Delivery delivery = new Delivery("queue", "exchange", "key", "m", type, Map.of(), false, body);
        return ((Outcome.Park) receiver.handle(List.of(delivery)).getFirst()).why();
    }

    private static Delivery delivery(String id, Message message, boolean redelivered) {
        String type = message.getDescriptorForType().getFullName();
        return new Delivery("queue", "exchange", "key", id, type, Map.of(), redelivered, message.toByteString());
    }

    private static EventBatch batch(Stream<Event> events) {
        return EventBatch.newBuilder().addAllEvents(events.toList()).build();
    }

    private static Event numbered(int number) {
        return fact(number).toBuilder()
                .setSequence(Sequence.newBuilder().setEpoch(1).setNumber(number))
                .build();
    }

    private static Event fact(int i) {
        return Facts.fact("home", BEGIN.plusSeconds(i));
    }
}
