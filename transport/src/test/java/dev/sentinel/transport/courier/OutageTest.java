package dev.sentinel.transport.courier;

import static dev.sentinel.transport.courier.QuickTimes.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.bus.MortalBroker;
import dev.sentinel.transport.spool.Spool;
import dev.sentinel.transport.spool.SpoolLimits;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.Event;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Five minutes without a broker, in fast time: a second of events passes in ten milliseconds. */
@Execution(ExecutionMode.SAME_THREAD)
final class OutageTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration OUTAGE = Duration.ofMinutes(5);
    // Each in a partition of its own.
    private static final List<String> CLUSTERS = List.of("home", "lab", "prod-eu-1", "k3s", "edge_7");

    @TempDir
    Path folder;

    private final List<Event> offered = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService world = Executors.newSingleThreadScheduledExecutor();
    private volatile Instant now = BEGIN;
    private Store store;
    private Spool spool;

    @BeforeEach
    void open() {
        store = Store.open(new StoreConfig.Sqlite(folder.resolve("sentinel.db")), Clock.systemUTC());
        spool = Spool.open(folder.resolve("spool"), SpoolLimits.defaults(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        world.shutdownNow();
        spool.close();
        store.close();
    }

    @Test
    void nothing_is_lost_doubled_or_disordered_by_five_minutes_without_the_embedded_broker() {
        try (MortalBroker broker = MortalBroker.embedded(folder.resolve("broker"))) {
            outage(broker);
        }
    }

    @Test
    void nothing_is_lost_doubled_or_disordered_by_five_minutes_without_rabbitmq() {
        try (MortalBroker broker = MortalBroker.rabbit()) {
            outage(broker);
        }
    }

    private void outage(MortalBroker broker) {
        Receivers receivers = Receivers.into(store);
        var registry = new SimpleMeterRegistry();
        try (Bus receiving = Bus.open(QuickTimes.bus(broker.address()), registry, Clock.systemUTC());
                Bus sending = Bus.open(QuickTimes.bus(broker.address()), registry, Clock.systemUTC());
                Courier courier = Courier.start(
                        spool, sending, Optional.empty(), QuickTimes.courier(), new SimpleMeterRegistry())) {
            receivers.subscribe(receiving);
            var unused = world.scheduleAtFixedRate(() -> passSecond(courier), 0, 10, TimeUnit.MILLISECONDS);
            await().atMost(PATIENCE).until(() -> Ledger.size(store) > 100);

            broker.kill();
            // Counted from when it is dead: killing takes a while, and it takes events until then.
            Instant killed = now;
            await().atMost(PATIENCE).until(() -> !now.isBefore(killed.plus(OUTAGE)));
            assertThat(courier.trouble()).isNotEmpty();
            assertThat(spool.stats().records()).isGreaterThan(OUTAGE.toSeconds());
            broker.comeBack();
            await().atMost(PATIENCE).until(() -> courier.trouble().isEmpty());
            Instant back = now;
            await().atMost(PATIENCE).until(() -> now.isAfter(back.plusSeconds(30)));
            world.shutdown();

            await().atMost(PATIENCE)
                    .until(() -> world.isTerminated()
                            && spool.stats().records() == 0
                            && Ledger.size(store) >= offered.size());
            assertThat(receiving.parking().list(10)).isEmpty();
        }
        assertThat(offered).hasSizeGreaterThan(CLUSTERS.size() * (int) OUTAGE.toSeconds());
        for (String cluster : CLUSTERS) {
            // Equal lists: all there, each once, in order.
            assertThat(Ledger.ids(store, cluster))
                    .isEqualTo(offered.stream()
                            .filter(event -> event.getCluster().equals(cluster))
                            .map(Event::getId)
                            .toList());
        }
    }

    private void passSecond(Courier courier) {
        now = now.plusSeconds(1);
        for (String cluster : CLUSTERS) {
            Event event = Facts.fact(cluster, now);
            offered.add(event);
            var unused = spool.offer(event);
        }
        courier.nudge();
    }
}
