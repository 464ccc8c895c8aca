package dev.sentinel.transport.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.sentinel.transport.bus.BrokerAddress;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.bus.BusConfig;
import dev.sentinel.transport.bus.Layout;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.store.Leases;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.transport.tempo.Tempo;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While no broker answers: who must know is told once, and the messages stay for the broker. */
final class DispatchTest {

    @TempDir
    Path folder = Path.of("");

    private static final Dispatch.Tally NOBODY_COUNTS = new Dispatch.Tally() {
        @Override
        public void published(int messages) {}

        @Override
        public void unheard(int messages) {}
    };

    private static OutboundMessage message(int number) {
        return new OutboundMessage(
                "sentinel.incidents", "inc.lab", "m" + number, "t", Map.of(), ByteString.copyFromUtf8("b"));
    }

    @Test
    void messages_go_around_a_closed_broker_in_order_and_once_and_wait_for_it_all_the_same() {
        var nobody = new BrokerAddress(
                List.of(new BrokerAddress.Endpoint("127.0.0.1", 1)), "/", "guest", "guest", Optional.empty());
        var registry = new SimpleMeterRegistry();
        var outbox = new Outbox("lane", 1_000);
        List<String> told = new CopyOnWriteArrayList<>();
        var refusals = new AtomicInteger(2);
        Dispatch.Around around = messages -> {
            if (refusals.getAndDecrement() > 0) {
                return Optional.of("not now");
            }
            messages.forEach(each -> told.add(each.messageId()));
            return Optional.empty();
        };
        try (Store store = Store.open(new StoreConfig.Sqlite(folder.resolve("s.db")), Clock.systemUTC());
                Bus bus = Bus.open(
                        BusConfig.of(nobody, "test", Layout.sentinel(Partitions.DEFAULT)),
                        registry,
                        Clock.systemUTC())) {
            List<String> all = IntStream.range(0, 250).mapToObj(i -> "m" + i).toList();
            store.writeNow(sql -> {
                IntStream.range(0, 250).forEach(i -> outbox.add(sql, message(i)));
                return 0;
            });
            var lease = new Leases(store)
                    .acquire("lane", "one", Duration.ofMinutes(5))
                    .orElseThrow();
            var lane = new Dispatch.Lane(outbox, Optional.of(around), NOBODY_COUNTS, "nobody");
            try (Dispatch dispatch = Dispatch.start(store, bus, lane, lease, Tempo.real())) {
                await().atMost(Duration.ofSeconds(60)).until(() -> told.size() >= 250);
                store.writeNow(sql -> {
                    outbox.add(sql, message(250));
                    return 0;
                });
                dispatch.wake();
                await().atMost(Duration.ofSeconds(60)).until(() -> told.contains("m250"));
            }
            assertThat(told.subList(0, 250)).isEqualTo(all);
            assertThat(told).hasSize(251);
            List<OutboundRow> waiting = store.read(sql -> outbox.due(sql, 1_000, sql.now()));
            assertThat(waiting).hasSize(251);
        }
    }
}
