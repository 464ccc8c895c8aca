package dev.sentinel.correlator.running;

import dev.sentinel.correlator.journal.Journal;
import dev.sentinel.correlator.patterns.PatternSet;
import dev.sentinel.harness.AmqpAddress;
import dev.sentinel.proto.Contract;
import dev.sentinel.transport.bus.BrokerAddress;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.bus.BusConfig;
import dev.sentinel.transport.bus.Layout;
import dev.sentinel.transport.receive.EventReceiver;
import dev.sentinel.transport.receive.Memory;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.transport.tempo.Tempo;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** Receivers and correlator of one program, with a simple core; runs until it is killed. */
final class CorrelatorProcess {

    static final Partitions PARTITIONS = new Partitions(2);
    static final Duration LEASE = Duration.ofSeconds(2);

    private CorrelatorProcess() {}

    static Bus bus(AmqpAddress rabbit, String name) {
        var address = new BrokerAddress(
                List.of(new BrokerAddress.Endpoint(rabbit.host(), rabbit.port())),
                rabbit.virtualHost(),
                rabbit.user(),
                rabbit.password(),
                Optional.empty());
        return Bus.open(
                BusConfig.of(address, name, Layout.sentinel(PARTITIONS)), new SimpleMeterRegistry(), Clock.systemUTC());
    }

    static List<String> arguments(String holder, AmqpAddress rabbit, StoreConfig.Postgres database) {
        return List.of(
                holder,
                rabbit.host(),
                Integer.toString(rabbit.port()),
                rabbit.virtualHost(),
                rabbit.user(),
                rabbit.password(),
                database.jdbcUrl(),
                database.user(),
                database.password());
    }

    public static void main(String[] words) throws InterruptedException {
        var rabbit = new AmqpAddress(words[1], Integer.parseInt(words[2]), words[3], words[4], words[5]);
        var registry = new SimpleMeterRegistry();
        Store store = Store.open(new StoreConfig.Postgres(words[6], words[7], words[8]), Clock.systemUTC());
        Bus bus = bus(rabbit, words[0]);
        PatternReading reading = texts -> new PatternSet.Outcome.Good(new PatternSet(List.of(), ""), List.of());
        var readings = new PatternLibrary.Readings(reading, reading);
        var library = PatternLibrary.open(readings, new TreeMap<>(), Optional.empty(), registry);
        var correlator = Correlator.start(
                new Ground(store, bus, registry, Tempo.real()),
                PARTITIONS,
                new Correlator.Settings(words[0], LEASE, Duration.ofMinutes(1)),
                library,
                CountingCore::new);
        var contract = new Contract();
        var parts =
                new EventReceiver.Parts(store, new Journal(PARTITIONS), () -> contract, Memory.of(Duration.ofDays(1)));
        for (int i = 0; i < PARTITIONS.count(); i++) {
            int partition = i;
            var receiver =
                    new EventReceiver(EventReceiver.Settings.of("correlator"), parts, registry, Clock.systemUTC());
            bus.subscribe(Routes.correlatorQueue(PARTITIONS.labels().get(i)), batch -> {
                var outcomes = receiver.handle(batch);
                correlator.wake(partition);
                return outcomes;
            });
        }
        new CountDownLatch(1).await();
    }
}
