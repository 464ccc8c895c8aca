package dev.sentinel.collectors.running;

import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/** What collectors count for the metrics page. Safe for all threads. */
public final class Meters {
    private final MeterRegistry registry;

    public Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** For numbers of a collector's own; their names begin with {@code sentinel.collector.}. */
    public MeterRegistry registry() {
        return registry;
    }

    void told(String collector, List<Event> events) {
        for (Event event : events) {
            Counter.builder("sentinel.collector.events")
                    .description("Events that were told, repetitions included")
                    .tag("collector", collector)
                    .tag("kind", Kinds.of(event))
                    .register(registry)
                    .increment();
        }
    }

    void answered(String collector, String source) {
        looks(collector, source, "answered");
    }

    void failed(String collector, String source) {
        looks(collector, source, "failed");
    }

    private void looks(String collector, String source, String outcome) {
        Counter.builder("sentinel.collector.readings")
                .description("Readings of a source, by how they ended")
                .tag("collector", collector)
                .tag("source", source)
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    void looked(String collector, Duration took) {
        Timer.builder("sentinel.collector.reading.duration")
                .description("How long readings took")
                .tag("collector", collector)
                .register(registry)
                .record(took);
    }
}
