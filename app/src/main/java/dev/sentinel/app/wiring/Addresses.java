package dev.sentinel.app.wiring;

import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.config.SentinelConfig.Broker;
import dev.sentinel.transport.bus.Backoff;
import dev.sentinel.transport.bus.BrokerAddress;
import dev.sentinel.transport.bus.BusConfig;
import dev.sentinel.transport.bus.Layout;
import dev.sentinel.transport.bus.PemTls;
import dev.sentinel.transport.embedded.EmbeddedBroker;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.store.Schema;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.transport.store.StoreLimits;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Where broker and store are, as transport says it. */
public final class Addresses {

    private static final int AMQP_PORT = 5672;
    private static final int AMQPS_PORT = 5671;

    private Addresses() {}

    /** A broker elsewhere, or the embedded one of a running sentinel; empty when none has run on the folder yet. */
    public static Optional<BrokerAddress> broker(Broker.Endpoint endpoint) {
        return switch (endpoint) {
            case Broker.Embedded embedded -> EmbeddedBroker.addressOf(embedded.folder());
            case Broker.Amqp amqp -> Optional.of(remote(amqp));
        };
    }

    static BrokerAddress remote(Broker.Amqp amqp) {
        URI first = amqp.uris().getFirst();
        boolean tls = "amqps".equals(first.getScheme());
        List<BrokerAddress.Endpoint> nodes = amqp.uris().stream()
                .map(uri -> new BrokerAddress.Endpoint(
                        uri.getHost(), uri.getPort() > 0 ? uri.getPort() : tls ? AMQPS_PORT : AMQP_PORT))
                .toList();
        String path = first.getPath();
        String virtualHost = path == null || path.length() < 2 ? "/" : path.substring(1);
        String user = amqp.login().map(SentinelConfig.Login::user).orElse("guest");
        String password = amqp.login().map(login -> login.password().reveal()).orElse("guest");
        return new BrokerAddress(
                nodes, virtualHost, user, password, tls ? Optional.of(context(amqp)) : Optional.empty());
    }

    private static SSLContext context(Broker.Amqp amqp) {
        return PemTls.context(
                amqp.tls().flatMap(SentinelConfig.Tls::caFile),
                amqp.tls()
                        .flatMap(SentinelConfig.Tls::certificate)
                        .map(certificate -> new PemTls.Identity(certificate.certificateFile(), certificate.keyFile())));
    }

    public static BusConfig bus(SentinelConfig config, BrokerAddress address, String clientName) {
        Partitions partitions = new Partitions(config.partitions());
        // Queues of responders are there only where somebody empties them.
        Layout layout =
                config.responders().on() ? Layout.sentinel(partitions).withResponders() : Layout.sentinel(partitions);
        Backoff reconnect = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));
        return BusConfig.of(address, clientName, layout)
                .withWindow(config.broker().window())
                .withPrefetch(config.broker().prefetch())
                .withTimes(config.broker().confirmTimeout(), Duration.ofSeconds(10), reconnect);
    }

    /** Opens the store as configured. */
    public static Store open(SentinelConfig.Store store, Clock clock) {
        return switch (store) {
            case SentinelConfig.Store.Sqlite sqlite -> Store.open(new StoreConfig.Sqlite(sqlite.file()), clock);
            case SentinelConfig.Store.Postgres postgres -> {
                var config = new StoreConfig.Postgres(
                        postgres.url(),
                        postgres.login().user(),
                        postgres.login().password().reveal());
                // One connection is the writer's.
                var limits = StoreLimits.defaults().withReaders(postgres.connections() - 1);
                yield Store.open(config, Schema.SENTINEL, limits, clock);
            }
        };
    }
}
