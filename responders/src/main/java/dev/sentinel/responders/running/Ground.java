package dev.sentinel.responders.running;

import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.store.Store;
import io.micrometer.core.instrument.MeterRegistry;

/** What a responder stands on. */
public record Ground(Store store, Bus bus, MeterRegistry registry) {}
