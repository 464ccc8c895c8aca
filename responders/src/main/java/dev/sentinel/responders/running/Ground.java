package dev.sentinel.responders.running;

import dev.sentinel.responders.books.PlanListener;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.tempo.Tempo;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What a responder stands on, and the time it lives in.
 *
 * @param listener tells people of plans
 */
public record Ground(Store store, Bus bus, MeterRegistry registry, Tempo tempo, PlanListener listener) {}
