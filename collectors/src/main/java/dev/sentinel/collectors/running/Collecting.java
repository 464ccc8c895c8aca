package dev.sentinel.collectors.running;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.transport.store.Leases;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.tempo.Tempo;
import dev.sentinel.v1.Ref;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** All collectors of this process, each at its seat. */
public final class Collecting implements AutoCloseable {
    private final List<Seat> seats;

    /**
     * In whose name is read.
     *
     * @param instance this machine
     * @param heartbeat how often each collector says that it lives
     * @param lease how long the others wait for a reader that died
     */
    public record Terms(String cluster, String instance, String holder, Duration heartbeat, Duration lease) {}

    /**
     * What collectors stand on.
     *
     * @param store where they remember and are elected; without one they remember until the end of the process
     * @param tempo the time that the sources live in
     */
    public record Ground(Outflow outflow, Optional<Store> store, MeterRegistry registry, Tempo tempo) {}

    private Collecting(List<Seat> seats) {
        this.seats = seats;
    }

    public static Collecting start(List<? extends Collector> collectors, Terms terms, Ground ground) {
        Meters meters = new Meters(ground.registry());
        List<Seat> seats = collectors.stream()
                .map(collector -> new Seat(
                        collector,
                        election(collector, terms, ground),
                        ground.tempo(),
                        right -> desk(collector, terms, ground, meters, right)))
                .toList();
        for (int i = 0; i < seats.size(); i++) {
            Gauge.builder("sentinel.collector.reading", seats.get(i), seat -> seat.taken() ? 1 : 0)
                    .description("1 while this instance reads the sources of the collector")
                    .tag("collector", collectors.get(i).name())
                    .register(ground.registry());
        }
        seats.forEach(Seat::start);
        return new Collecting(seats);
    }

    private static Optional<Seat.Election> election(Collector collector, Terms terms, Ground ground) {
        return switch (collector.reach()) {
            case HOST -> Optional.empty();
            case CLUSTER ->
                ground.store()
                        .map(store -> new Seat.Election(
                                new Leases(store, ground.tempo()),
                                "collector/%s/%s".formatted(terms.cluster(), collector.name()),
                                terms.holder(),
                                terms.lease()));
        };
    }

    private static Desk desk(Collector collector, Terms terms, Ground ground, Meters meters, Supplier<Lease> right) {
        Witness witness = new Witness(terms.cluster(), collector.name(), terms.instance());
        Shelf shelf = ground.store()
                .<Shelf>map(store -> new PatientShelf(shelf(collector, witness, store, right)))
                .orElseGet(HeapShelf::new);
        Desk.Means means = new Desk.Means(witness, ground.outflow(), new Memory(shelf), meters, ground.tempo());
        return new Desk(means, new Wellbeing(self(collector, witness), terms.heartbeat()));
    }

    private static Shelf shelf(Collector collector, Witness witness, Store store, Supplier<Lease> right) {
        return switch (collector.reach()) {
            case HOST ->
                StoreShelf.of(store, new StoreShelf.Owner(witness.cluster(), witness.collector(), witness.instance()));
            case CLUSTER ->
                StoreShelf.under(right, store, new StoreShelf.Owner(witness.cluster(), witness.collector(), ""));
        };
    }

    /** A collector of the cluster is the same wherever it runs; one of a machine is that machine's. */
    public static Ref self(Collector collector, Witness witness) {
        return switch (collector.reach()) {
            case HOST -> Refs.of("sentinel.collector", witness.instance(), collector.name());
            case CLUSTER -> Refs.of("sentinel.collector", "", collector.name());
        };
    }

    @Override
    public void close() {
        // Side by side: each may wait some seconds for its source to let go.
        seats.parallelStream().forEach(Seat::close);
    }
}
