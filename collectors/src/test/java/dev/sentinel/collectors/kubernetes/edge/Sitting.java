package dev.sentinel.collectors.kubernetes.edge;

import dev.sentinel.collectors.running.Collecting;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Recording;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.tempo.Tempo;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A collector at work in a process of its own. */
public final class Sitting implements AutoCloseable {
    public final Recording told;
    private final MeterRegistry numbers = new SimpleMeterRegistry();
    private final Collecting collecting;

    public Sitting(Collector collector) {
        this(collector, "one", Optional.empty(), new Recording());
    }

    public Sitting(Collector collector, String instance, Optional<Store> store, Recording told) {
        this.told = told;
        collecting = Collecting.start(
                List.of(collector),
                new Collecting.Terms("home", instance, instance, Duration.ofSeconds(30), Duration.ofSeconds(6)),
                new Collecting.Ground(told, store, numbers, Tempo.real()));
    }

    /** Objects that wait to be read. */
    double waiting() {
        return numbers.get("sentinel.collector.objects.waiting").gauge().value();
    }

    @Override
    public void close() {
        collecting.close();
    }
}
