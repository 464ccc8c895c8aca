package dev.sentinel.app.server;

import com.linecorp.armeria.server.HttpServiceWithRoutes;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import dev.sentinel.app.config.HostPort;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.Readiness;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program's only listening server. */
public final class HttpServer {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int MOST_CONNECTIONS = 1000;
    private static final int LONGEST_REQUEST_BYTES = 1 << 20;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Server server;
    private final HostPort address;

    private HttpServer(Server server, HostPort address) {
        this.server = server;
        this.address = address;
    }

    /** Listens once this returns; port 0 takes a free one. The services are the gRPC ones of the roles that run. */
    public static HttpServer start(
            HostPort listen,
            Readiness readiness,
            PrometheusMeterRegistry metrics,
            List<? extends HttpServiceWithRoutes> services,
            Received received)
            throws CannotStart {
        var builder = bounded(listen)
                .service("/healthz", Probes.healthz())
                .service("/readyz", Probes.readyz(readiness))
                .service("/metrics", Probes.metrics(metrics))
                .decorator(LocalNamesOnly::new);
        services.forEach(builder::service);
        received.mount(builder);
        return started(builder.build(), listen, "server.listen", "http server listens");
    }

    /** A server that only receives, at an address that other machines may reach: each way in asks for its token. */
    public static HttpServer receive(HostPort listen, Received received) throws CannotStart {
        var builder = bounded(listen);
        received.mount(builder);
        return started(builder.build(), listen, "collectors.webhook.listen", "hooks listen");
    }

    private static ServerBuilder bounded(HostPort listen) {
        return Server.builder()
                .http(new InetSocketAddress(listen.host(), listen.port()))
                .maxNumConnections(MOST_CONNECTIONS)
                .maxRequestLength(LONGEST_REQUEST_BYTES)
                .requestTimeout(REQUEST_TIMEOUT)
                .disableServerHeader()
                // Waits for requests being answered, not for a quiet moment: probes never stop asking.
                .gracefulShutdownTimeout(Duration.ZERO, DRAIN);
    }

    private static HttpServer started(Server server, HostPort listen, String key, String said) throws CannotStart {
        try {
            server.start().join();
        } catch (CompletionException failed) {
            throw new CannotStart(explain(listen, key, failed), failed);
        }
        var address = new HostPort(listen.host(), server.activeLocalPort());
        LOG.atInfo().addKeyValue("address", address).log(said);
        return new HttpServer(server, address);
    }

    private static String explain(HostPort listen, String key, CompletionException failed) {
        var cause = failed.getCause();
        return cause instanceof IOException
                ? "the HTTP server cannot listen on %s (%s); stop what uses that address, or set %s to another"
                        .formatted(listen, cause.getMessage(), key)
                : "the HTTP server did not start on %s: %s".formatted(listen, cause);
    }

    public HostPort address() {
        return address;
    }

    /** Refuses new requests and waits for those being answered. */
    public void stop() {
        server.stop().join();
    }
}
