package dev.sentinel.transport.courier;

import dev.sentinel.proto.Contract;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.receive.EventReceiver;
import dev.sentinel.transport.receive.Memory;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.transport.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;

/** The receiving half: one receiver for each queue and one for the way around the broker, into one ledger. */
record Receivers(EventReceiver.Parts parts, MeterRegistry registry) {

    // Compiling the rules of every message takes a second.
    private static final Contract CONTRACT = new Contract();

    static Receivers into(Store store) {
        return new Receivers(
                new EventReceiver.Parts(store, new Ledger(), () -> CONTRACT, Memory.of(Duration.ofDays(1))),
                new SimpleMeterRegistry());
    }

    EventReceiver receiver() {
        return new EventReceiver(EventReceiver.Settings.of("correlator"), parts, registry, Clock.systemUTC());
    }

    void subscribe(Bus bus) {
        Partitions.DEFAULT.labels().forEach(label -> bus.subscribe(Routes.correlatorQueue(label), receiver()));
    }

    double duplicates() {
        return registry.counter("sentinel.events.duplicate").count();
    }
}
