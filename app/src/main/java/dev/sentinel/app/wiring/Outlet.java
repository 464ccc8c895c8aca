package dev.sentinel.app.wiring;

import dev.sentinel.app.config.HostPort;
import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.lifecycle.Readiness;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.courier.Courier;
import dev.sentinel.transport.courier.CourierConfig;
import dev.sentinel.transport.courier.Fallback;
import dev.sentinel.transport.ingest.IngestClient;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.spool.Spool;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Sends events out: the spool that keeps them and the courier that empties it. */
public final class Outlet implements AutoCloseable {

    private final Spool spool;
    private final Courier courier;

    private Outlet(Spool spool, Courier courier) {
        this.spool = spool;
        this.courier = courier;
    }

    public static Outlet open(SentinelConfig config, Bus bus, MeterRegistry registry, Clock clock) {
        var spool = Spools.open(config.spool(), registry, clock);
        var courier = Courier.start(
                spool,
                bus,
                fallback(config.ingest().addresses()),
                CourierConfig.of(new Partitions(config.partitions())),
                registry);
        return new Outlet(spool, courier);
    }

    private static Optional<Fallback> fallback(List<HostPort> receivers) {
        return receivers.isEmpty()
                ? Optional.empty()
                : Optional.of(IngestClient.of(receivers.stream()
                        .map(receiver -> URI.create("http://" + receiver.host() + ":" + receiver.port()))
                        .toList()));
    }

    public Spool spool() {
        return spool;
    }

    public Courier courier() {
        return courier;
    }

    public void watch(Pulse pulse, Readiness readiness) {
        pulse.watch(readiness.part("spool"), () -> Spools.trouble(spool));
    }

    @Override
    public void close() {
        courier.close();
        spool.close();
    }
}
