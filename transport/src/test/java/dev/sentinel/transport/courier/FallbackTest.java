package dev.sentinel.transport.courier;

import static dev.sentinel.transport.courier.QuickTimes.CONFIRM;
import static dev.sentinel.transport.courier.QuickTimes.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import dev.sentinel.harness.FaultyWire;
import dev.sentinel.transport.bus.BrokerAddress;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.bus.EmbeddedUnderTest;
import dev.sentinel.transport.bus.LinkState;
import dev.sentinel.transport.ingest.IngestClient;
import dev.sentinel.transport.ingest.IngestEndpoint;
import dev.sentinel.transport.spool.Spool;
import dev.sentinel.transport.spool.SpoolLimits;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.Event;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Around the broker and back: the sender reaches it over a wire that breaks, the receivers directly. */
final class FallbackTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
    // What the machine may add to the confirm timeout.
    private static final Duration A_LITTLE = Duration.ofSeconds(4);

    private static EmbeddedUnderTest broker;

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> offered = new ArrayList<>();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicInteger calls = new AtomicInteger();
    private FaultyWire wire;
    private Store store;
    private Spool spool;
    private Receivers receivers;
    private Bus receiving;

    @BeforeAll
    static void launch(@TempDir Path folder) {
        broker = EmbeddedUnderTest.start(folder);
    }

    @AfterAll
    static void end() {
        broker.close();
    }

    @BeforeEach
    void start() {
        BrokerAddress.Endpoint node = broker.emptied().address().endpoints().getFirst();
        wire = closes(FaultyWire.to(node.host(), node.port()));
        store = closes(Store.open(new StoreConfig.Sqlite(folder.resolve("sentinel.db")), Clock.systemUTC()));
        spool = closes(Spool.open(folder.resolve("spool"), SpoolLimits.defaults(), Clock.systemUTC()));
        receivers = Receivers.into(store);
        receiving = closes(Bus.open(QuickTimes.bus(broker.address()), new SimpleMeterRegistry(), Clock.systemUTC()));
        receivers.subscribe(receiving);
        await().atMost(PATIENCE).until(() -> receiving.consuming() instanceof LinkState.Up);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void events_go_around_a_killed_broker_at_once_and_by_the_broker_when_it_is_back() {
        Courier courier = courier(receiver());
        offer(courier, 0, 50);
        await().atMost(PATIENCE).until(() -> Ledger.size(store) == 50);
        assertThat(fallbackActive()).isZero();

        broker.kill();
        offer(courier, 50, 100);
        await().atMost(CONFIRM.plus(A_LITTLE)).until(() -> Ledger.size(store) == 100);
        assertThat(courier.aroundTheBroker()).isTrue();
        assertThat(fallbackActive()).isEqualTo(1);

        broker.comeBack();
        // Nobody tells it: the next event is the probe.
        await().atMost(PATIENCE).until(() -> {
            offer(courier, offered.size(), offered.size() + 1);
            return !courier.aroundTheBroker();
        });
        assertThat(fallbackActive()).isZero();
        everythingArrivedOnce();
    }

    @Test
    void events_whose_confirms_do_not_come_go_around_and_count_once_though_they_come_both_ways() {
        Courier courier = courier(receiver());
        offer(courier, 0, 50);
        await().atMost(PATIENCE).until(() -> spool.stats().records() == 0);

        wire.freezeReplies();
        offer(courier, 50, 100);
        // By the broker they come at once, since it has them; the spool lets go only after the other way was used.
        await().atMost(CONFIRM.plus(A_LITTLE)).until(() -> spool.stats().records() == 0);
        assertThat(courier.aroundTheBroker()).isTrue();
        assertThat(courier.trouble()).contains("no confirm within");
        await().atMost(PATIENCE).until(() -> receivers.duplicates() > 0);

        wire.thaw();
        await().atMost(PATIENCE).until(() -> {
            offer(courier, offered.size(), offered.size() + 1);
            return !courier.aroundTheBroker();
        });
        everythingArrivedOnce();
    }

    @Test
    void with_broker_and_receiver_gone_the_spool_waits_and_loses_nothing() {
        FaultyWire toReceiver = closes(FaultyWire.to("127.0.0.1", receiver().activeLocalPort()));
        Courier courier = courier(toReceiver.port());
        offer(courier, 0, 10);
        await().atMost(PATIENCE).until(() -> Ledger.size(store) == 10);

        wire.cut();
        toReceiver.cut();
        offer(courier, 10, 60);
        await().atMost(PATIENCE).until(courier::aroundTheBroker);
        assertThat(spool.stats().records()).isEqualTo(50);
        toReceiver.heal();
        await().atMost(PATIENCE).until(() -> spool.stats().records() == 0);
        assertThat(courier.aroundTheBroker()).isTrue();
        wire.heal();
        everythingArrivedOnce();
    }

    @Test
    void a_receiver_whose_store_is_gone_says_so_and_the_events_stay() {
        Store gone = Store.open(new StoreConfig.Sqlite(folder.resolve("gone.db")), Clock.systemUTC());
        Server dead = serve(Receivers.into(gone));
        gone.close();
        wire.cut();
        Courier courier = courier(dead);
        offer(courier, 0, 10);
        // The second call is made after the first was answered.
        await().atMost(PATIENCE).until(() -> calls.get() >= 2);
        assertThat(spool.stats().records()).isEqualTo(10);
        wire.heal();
        everythingArrivedOnce();
    }

    @Test
    void the_second_receiver_takes_over_from_a_dead_first() {
        Server first = receiver();
        int deadPort = first.activeLocalPort();
        first.stop().join();
        wire.cut();
        Courier courier = courier(deadPort, receiver().activeLocalPort());
        offer(courier, 0, 50);
        await().atMost(PATIENCE).until(() -> Ledger.size(store) == 50);
        everythingArrivedOnce();
    }

    @Test
    void an_event_against_the_contract_holds_nobody_up_and_is_parked_when_the_broker_is_back() {
        wire.cut();
        Courier courier = courier(receiver());
        Event good = Facts.fact("home", BEGIN);
        List<Event> bad = List.of(
                good.toBuilder().setId("no-uuid").build(),
                good.toBuilder().setId("x".repeat(400)).build(),
                good.toBuilder().setId("no-detail").clearCustom().build(),
                good.toBuilder().setId("no-cluster").setCluster("not a cluster").build());
        bad.forEach(event -> spool.offer(event).join());
        offer(courier, 0, 20);
        await().atMost(PATIENCE).until(() -> Ledger.size(store) == 20);
        await().atMost(PATIENCE).until(() -> spool.stats().records() == bad.size());
        assertThat(receiving.parking().list(10)).isEmpty();

        wire.heal();
        await().atMost(PATIENCE).until(() -> spool.stats().records() == 0);
        await().atMost(PATIENCE).until(() -> !receiving.parking().list(10).isEmpty());
        await().atMost(PATIENCE).until(() -> courier.trouble().isEmpty());
        assertThat(receiving.parking().list(10))
                .allSatisfy(parked -> assertThat(parked.why()).startsWith("against the contract: "));
        everythingArrivedOnce();
    }

    // Small words for the stories above.

    private void everythingArrivedOnce() {
        await().atMost(PATIENCE).until(() -> spool.stats().records() == 0 && Ledger.size(store) >= offered.size());
        assertThat(Ledger.ids(store)).containsExactlyInAnyOrderElementsOf(offered);
    }

    private void offer(Courier courier, int from, int to) {
        IntStream.range(from, to).forEach(i -> {
            Event event = Facts.fact("home", BEGIN.plusSeconds(i));
            spool.offer(event).join();
            offered.add(event.getId());
        });
        courier.nudge();
    }

    private double fallbackActive() {
        return registry.get("sentinel.fallback.active").gauge().value();
    }

    private Server receiver() {
        return serve(receivers);
    }

    private Server serve(Receivers behind) {
        Server server = Server.builder()
                .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .gracefulShutdownTimeoutMillis(0, 0)
                .service(GrpcService.builder()
                        .addService(new IngestEndpoint(behind.receiver()))
                        .useBlockingTaskExecutor(true)
                        .build())
                .decorator((service, context, request) -> {
                    calls.incrementAndGet();
                    return service.serve(context, request);
                })
                .build();
        // Its last thread rests for two seconds before it ends; nobody waits for that.
        open.add(() -> {
            var unused = server.closeAsync();
        });
        server.start().join();
        return server;
    }

    private Courier courier(Server receiver) {
        return courier(receiver.activeLocalPort());
    }

    private Courier courier(int... ports) {
        BrokerAddress direct = broker.address();
        BrokerAddress overWire =
                BrokerAddress.of("127.0.0.1", wire.port(), direct.virtualHost(), direct.user(), direct.password());
        Bus sending = closes(Bus.open(QuickTimes.bus(overWire), new SimpleMeterRegistry(), Clock.systemUTC()));
        await().atMost(PATIENCE)
                .until(() -> sending.publishing() instanceof LinkState.Up
                        || (sending.publishing() instanceof LinkState.Down down && down.attempts() > 0));
        IngestClient around = IngestClient.of(IntStream.of(ports)
                .mapToObj(port -> URI.create("http://127.0.0.1:" + port))
                .toList());
        return closes(Courier.start(spool, sending, Optional.of(around), QuickTimes.courier(), registry));
    }

    private <T extends AutoCloseable> T closes(T part) {
        open.add(part);
        return part;
    }
}
