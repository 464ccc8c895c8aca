package dev.sentinel.app.wiring;

import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.collectors.running.Collecting;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Outflow;
import dev.sentinel.collectors.running.SpoolOutflow;
import dev.sentinel.transport.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads sources: the collectors that are configured, on the way out that all events take. */
public final class CollectorRole {
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);

    private CollectorRole() {}

    /** Reads and sends. */
    public static Collecting start(
            SentinelConfig config, Outlet outlet, Store store, MeterRegistry registry, Clock clock) {
        var outflow = new SpoolOutflow(outlet.spool(), outlet.courier());
        return start(config, new Collecting.Ground(outflow, Optional.of(store), registry, clock));
    }

    /** Reads and only shows: nothing is sent, elected or remembered. */
    public static Collecting rehearse(SentinelConfig config, Outflow shown, MeterRegistry registry, Clock clock) {
        return start(config, new Collecting.Ground(shown, Optional.empty(), registry, clock));
    }

    private static Collecting start(SentinelConfig config, Collecting.Ground ground) {
        var terms = new Collecting.Terms(
                config.cluster(),
                Host.name(),
                Host.clientName(),
                HEARTBEAT,
                config.collectors().lease());
        return Collecting.start(collectors(config), terms, ground);
    }

    /** The collectors that are configured. */
    public static List<Collector> collectors(SentinelConfig config) {
        return List.of();
    }
}
