package dev.sentinel.correlator.running;

import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.outbox.Dispatch;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.tempo.Tempo;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/**
 * What a correlator stands on, and the time it lives in.
 *
 * @param around who is told of incidents while the broker is closed
 */
public record Ground(Store store, Bus bus, MeterRegistry registry, Tempo tempo, Optional<Dispatch.Around> around) {
    /** Nobody is told around the broker. */
    public Ground(Store store, Bus bus, MeterRegistry registry, Tempo tempo) {
        this(store, bus, registry, tempo, Optional.empty());
    }
}
