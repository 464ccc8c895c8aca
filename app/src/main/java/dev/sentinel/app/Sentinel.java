package dev.sentinel.app;

import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import com.linecorp.armeria.server.grpc.GrpcService;
import dev.sentinel.app.build.BuildInfo;
import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.config.SentinelConfig.Broker;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.Closing;
import dev.sentinel.app.lifecycle.Readiness;
import dev.sentinel.app.lifecycle.Running;
import dev.sentinel.app.people.People;
import dev.sentinel.app.server.HttpServer;
import dev.sentinel.app.server.Metrics;
import dev.sentinel.app.server.Received;
import dev.sentinel.app.server.ResponseEndpoint;
import dev.sentinel.app.server.SlackPresses;
import dev.sentinel.app.wiring.Addresses;
import dev.sentinel.app.wiring.CollectorRole;
import dev.sentinel.app.wiring.CollectorSet;
import dev.sentinel.app.wiring.CorrelatorRole;
import dev.sentinel.app.wiring.DataFolder;
import dev.sentinel.app.wiring.Heartbeats;
import dev.sentinel.app.wiring.Host;
import dev.sentinel.app.wiring.Outlet;
import dev.sentinel.app.wiring.Pulse;
import dev.sentinel.app.wiring.ResponderRole;
import dev.sentinel.app.wiring.Role;
import dev.sentinel.app.wiring.RunningBroker;
import dev.sentinel.correlator.running.PatternLibrary;
import dev.sentinel.responders.notify.edge.SlackBot;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.bus.TlsFault;
import dev.sentinel.transport.embedded.BrokerFault;
import dev.sentinel.transport.ingest.IngestEndpoint;
import dev.sentinel.transport.spool.SpoolInUse;
import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.transport.tempo.Tempo;
import io.grpc.BindableService;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** The whole program put together: every part is constructed here, once, in the order of need. */
public final class Sentinel implements Running {

    // The common pool has one thread on a machine of two cores.
    private static final Executor SIDE_BY_SIDE =
            task -> Thread.ofPlatform().name("start").daemon().start(task);

    private final HttpServer server;
    private final Readiness readiness;
    private final Closing closing;

    private Sentinel(HttpServer server, Readiness readiness, Closing closing) {
        this.server = server;
        this.readiness = readiness;
        this.closing = closing;
    }

    public static Sentinel start(SentinelConfig config, Set<Role> roles, BuildInfo build, Tempo tempo)
            throws CannotStart {
        var clock = tempo.clock();
        var closing = new Closing(config.shutdownGrace());
        try {
            var readiness = new Readiness();
            var program = readiness.part("program");
            var brokerPart = readiness.part("broker");
            var metrics = closing.closes("metrics", Metrics.of(build));
            var registry = metrics.registry();
            var pulse = closing.closes("pulse", new Pulse());
            var patterns = roles.contains(Role.CORRELATE)
                    ? Optional.of(patterns(config, registry, closing))
                    : Optional.<PatternLibrary>empty();

            // The slowest starter goes beside everything that does not need it.
            DataFolder.prepare(config.data());
            var broker = CompletableFuture.supplyAsync(() -> broker(config), SIDE_BY_SIDE);
            closing.add(
                    "embedded broker",
                    () -> broker.thenAccept(RunningBroker::close)
                            .exceptionally(failed -> null)
                            .join());
            var store = closing.closes("store", Addresses.open(config.store(), clock));
            var correlator =
                    patterns.map(library -> CorrelatorRole.prepare(config, store, library, registry, tempo, closing));
            // Without its section nobody acts: what is not configured cannot be done by accident.
            var responder = roles.contains(Role.RESPOND) && config.responders().on()
                    ? Optional.of(ResponderRole.prepare(config, store, registry, tempo, closing))
                    : Optional.<ResponderRole>empty();
            var services = Stream.concat(
                            Stream.concat(
                                            correlator.stream().map(role -> new IngestEndpoint(role.receiver())),
                                            responder.stream().map(role -> responses(role, config)))
                                    .<HttpServiceWithRoutes>map(Sentinel::service),
                            responder.flatMap(role -> presses(role, config, clock)).stream())
                    .toList();
            // What reads nothing costs nothing: the classes of collectors are a noticeable part of a start.
            var sources =
                    roles.contains(Role.COLLECT) && !config.collectors().on().isEmpty()
                            ? Optional.of(closing.closes("sources", CollectorSet.of(config.collectors())))
                            : Optional.<CollectorSet>empty();
            var received = new Received(sources.map(CollectorSet::receivers).orElse(List.of()), clock);
            var hooks = config.collectors().webhook().listen();
            var server = HttpServer.start(
                    config.server().listen(),
                    readiness,
                    registry,
                    services,
                    hooks.isPresent() ? Received.nothing(clock) : received);
            closing.add("http server", server::stop);
            if (hooks.isPresent() && !received.receivers().isEmpty()) {
                closing.add("hooks", HttpServer.receive(hooks.get(), received)::stop);
            }

            var address = broker.join().address();
            var bus =
                    closing.closes("bus", Bus.open(Addresses.bus(config, address, Host.clientName()), registry, clock));
            correlator.ifPresent(role -> role.start(bus, pulse, readiness));
            responder.ifPresent(role -> role.start(bus, pulse, readiness));
            var outlet = closing.closes("outlet", Outlet.open(config, bus, registry, clock));
            var rhythm = new Heartbeats.Rhythm(
                    config.cluster(), Host.name(), config.collectors().heartbeat());
            closing.closes("heartbeats", Heartbeats.start(rhythm, outlet.spool(), outlet.courier(), tempo));
            sources.ifPresent(set ->
                    closing.closes("collectors", CollectorRole.start(config, set, outlet, store, registry, tempo)));

            outlet.watch(pulse, readiness);
            pulse.watch(brokerPart, () -> Host.trouble(bus.publishing()).or(() -> Host.trouble(bus.consuming())));
            pulse.start();
            program.ready();
            closing.add("readiness", () -> program.notReady("stopping"));
            return new Sentinel(server, readiness, closing.handOver());
        } catch (StoreFault | SpoolInUse fault) {
            throw new CannotStart(String.valueOf(fault.getMessage()), fault);
        } catch (CompletionException failed) {
            throw cannotStart(failed);
        } finally {
            // Closes what stands when a later part could not start; after the hand-over there is nothing left to close.
            closing.close();
        }
    }

    private static PatternLibrary patterns(SentinelConfig config, MeterRegistry registry, Closing closing) {
        return closing.closes("patterns", PatternLibrary.open(config.patterns().folder(), registry));
    }

    private static RunningBroker broker(SentinelConfig config) {
        return switch (config.broker().endpoint()) {
            case Broker.Embedded embedded -> RunningBroker.embedded(embedded);
            case Broker.Amqp amqp -> RunningBroker.elsewhere(amqp);
        };
    }

    private static BindableService responses(ResponderRole role, SentinelConfig config) {
        return new ResponseEndpoint(
                role::responses, new People(config.responders().people()), role.receiver(), role.contract());
    }

    /** Only with the secret that tells Slack's calls from others. */
    private static Optional<SlackPresses> presses(ResponderRole role, SentinelConfig config, Clock clock) {
        var notices = config.responders().notices();
        var bots = notices.channels().stream()
                .filter(SlackBot.class::isInstance)
                .map(SlackBot.class::cast)
                .toList();
        var people = new People(config.responders().people());
        return notices.slackSigning().map(secret -> new SlackPresses(secret, people, role::responses, bots, clock));
    }

    private static GrpcService service(BindableService endpoint) {
        return GrpcService.builder()
                .addService(endpoint)
                .enableHttpJsonTranscoding(true)
                // The other one generates a class per message, seconds of every start.
                .jsonMarshallerFactory(service -> GrpcJsonMarshaller.ofGson())
                .useBlockingTaskExecutor(true)
                .build();
    }

    private static CannotStart cannotStart(CompletionException failed) {
        var cause = failed.getCause();
        if (cause instanceof BrokerFault || cause instanceof TlsFault) {
            return new CannotStart(String.valueOf(cause.getMessage()), cause);
        }
        throw failed;
    }

    public HttpServer server() {
        return server;
    }

    @Override
    public boolean ready() {
        return readiness.report().ready();
    }

    @Override
    public List<Closing.Failure> stop() {
        return closing.closeAll();
    }
}
