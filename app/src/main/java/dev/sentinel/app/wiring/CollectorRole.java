package dev.sentinel.app.wiring;

import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.collectors.running.Collecting;
import dev.sentinel.collectors.running.Outflow;
import dev.sentinel.collectors.running.SpoolOutflow;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.tempo.Tempo;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/** Reads sources: the collectors that are configured, on the way out that all events take. */
public final class CollectorRole {

    private CollectorRole() {}

    /** Reads and sends. */
    public static Collecting start(
            SentinelConfig config, CollectorSet set, Outlet outlet, Store store, MeterRegistry registry, Tempo tempo) {
        var outflow = new SpoolOutflow(outlet.spool(), outlet.courier());
        return start(config, set, new Collecting.Ground(outflow, Optional.of(store), registry, tempo));
    }

    /** Reads and only shows: nothing is sent, elected or remembered. */
    public static Collecting rehearse(
            SentinelConfig config, CollectorSet set, Outflow shown, MeterRegistry registry, Tempo tempo) {
        return start(config, set, new Collecting.Ground(shown, Optional.empty(), registry, tempo));
    }

    private static Collecting start(SentinelConfig config, CollectorSet set, Collecting.Ground ground) {
        var terms = new Collecting.Terms(
                config.cluster(),
                config.collectors().instance(Host.name()),
                Host.clientName(),
                config.collectors().heartbeat(),
                config.collectors().lease());
        return Collecting.start(set.collectors(), terms, ground);
    }
}
