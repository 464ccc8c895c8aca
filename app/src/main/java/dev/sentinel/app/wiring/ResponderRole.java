package dev.sentinel.app.wiring;

import com.google.common.base.Suppliers;
import dev.sentinel.app.config.RespondersConfig;
import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.Closing;
import dev.sentinel.app.lifecycle.Readiness;
import dev.sentinel.proto.Contract;
import dev.sentinel.responders.audit.Notary;
import dev.sentinel.responders.books.Cases;
import dev.sentinel.responders.books.Tickets;
import dev.sentinel.responders.notify.Routing;
import dev.sentinel.responders.notify.edge.Notifier;
import dev.sentinel.responders.quarantine.Gate;
import dev.sentinel.responders.running.Ground;
import dev.sentinel.responders.running.Responder;
import dev.sentinel.responders.running.Responses;
import dev.sentinel.responders.running.Settings;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.receive.EventReceiver;
import dev.sentinel.transport.receive.IncidentReceiver;
import dev.sentinel.transport.receive.Memory;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.tempo.Tempo;
import dev.sentinel.v1.ApprovalTicket;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Plan;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Acts, or asks whether it may: the one who decides, what it can do, those who are told, and the receivers of incidents. */
public final class ResponderRole {
    private static final String INCIDENTS = "responder";
    private static final String EVENTS = "responder-events";
    private static final String QUARANTINE_RUNBOOK = "quarantine-node";
    // Longer than any broker keeps a message: what comes back later than that would count twice.
    private static final Duration INBOX_RETENTION = Duration.ofDays(14);
    private static final Duration UPKEEP = Duration.ofMinutes(1);
    private static final Duration TROUBLE_AFTER = Duration.ofMinutes(2);

    private final Store store;
    private final Acting acting;
    private final MeterRegistry registry;
    private final Tempo tempo;
    private final Closing closing;
    private final Supplier<Contract> contract = Suppliers.memoize(Contract::new);
    private final Memory memory = Memory.of(INBOX_RETENTION);
    private final Notifier notifier;
    private final Settings settings;
    private Optional<Responder> responder = Optional.empty();

    private ResponderRole(
            RespondersConfig config, Store store, Acting acting, MeterRegistry registry, Tempo tempo, Closing closing) {
        this.store = store;
        this.acting = acting;
        this.registry = registry;
        this.tempo = tempo;
        this.closing = closing;
        this.settings = settings(config);
        this.notifier = closing.closes("notifier", notifier(config));
        closing.closes("upkeep of messages", Upkeep.every(UPKEEP, tempo, () -> memory.upkeep(store, tempo.clock())));
    }

    /** Everything that needs no broker. */
    public static ResponderRole prepare(
            SentinelConfig config, Store store, MeterRegistry registry, Tempo tempo, Closing closing)
            throws CannotStart {
        var acting = closing.closes("targets", Acting.of(config, registry, tempo.clock()));
        return new ResponderRole(config.responders(), store, acting, registry, tempo, closing);
    }

    private static Settings settings(RespondersConfig config) {
        var audit = config.audit();
        var proof =
                new Settings.Proof(audit.key(), audit.checkpoints(), new Notary.Pace(audit.every(), audit.entries()));
        var quarantine = config.quarantine();
        var isolation = new Settings.Isolation(QUARANTINE_RUNBOOK, quarantine.onJoin(), quarantine.watch(), Gate.USUAL);
        return new Settings(
                Host.clientName(),
                config.lease(),
                config.pauseFile(),
                config.own(),
                proof,
                isolation,
                config.retention());
    }

    private Notifier notifier(RespondersConfig config) {
        var notices = config.notices();
        var terms = new Notifier.Terms(Host.clientName(), config.lease(), TROUBLE_AFTER, config.retention(), tempo);
        return Notifier.start(
                store, new Routing(notices.routes()), notices.channels(), notices.storm(), terms, registry);
    }

    /** For incidents that come another way than through the broker. */
    public IncidentReceiver receiver() {
        var parts = new IncidentReceiver.Parts(store, this::taken, contract, memory);
        return new IncidentReceiver(EventReceiver.Settings.of(INCIDENTS), parts, tempo.clock());
    }

    /** Told and looked into in the transaction that remembers them: none is forgotten between the two. */
    private void taken(Sql sql, List<Incident> incidents) {
        for (Incident incident : incidents) {
            Optional<Incident> before = Cases.find(sql, incident.getId()).map(Cases.Case::incident);
            if (before.isEmpty() || before.get().getRevision() < incident.getRevision()) {
                notifier.incident(sql, incident, before);
            }
        }
        Responder.incidents().apply(sql, incidents);
    }

    /** Dry runs are between who asked and the program. */
    private void planned(Sql sql, Plan plan) {
        if (!plan.getDryRun()) {
            Cases.find(sql, plan.getContent().getIncidentId())
                    .ifPresent(found -> notifier.plan(sql, plan, found.incident(), asked(sql, plan)));
        }
    }

    private static Optional<ApprovalTicket> asked(Sql sql, Plan plan) {
        return Tickets.isOpen(sql, plan.getId()) ? Tickets.find(sql, plan.getId()) : Optional.empty();
    }

    /** What people ask and decide, also before the broker is there. */
    public Responses responses() {
        return responder
                .map(Responder::responses)
                .orElseGet(() -> Responses.of(store, settings, acting.world(), acting::rules, this::planned));
    }

    public Supplier<Contract> contract() {
        return contract;
    }

    /** Begins to take incidents, and to act on them. */
    public void start(Bus bus, Pulse pulse, Readiness readiness) {
        var ground = new Ground(store, bus, registry, tempo, this::planned);
        var acts = closing.closes("responder", Responder.start(ground, settings, acting.world(), acting::rules));
        responder = Optional.of(acts);
        var receiver = receiver();
        bus.subscribe(Routes.RESPONDER_INCIDENTS, batch -> {
            var outcomes = receiver.handle(batch);
            acts.wake();
            return outcomes;
        });
        var events = new EventReceiver(
                EventReceiver.Settings.of(EVENTS),
                new EventReceiver.Parts(store, Responder.events(), contract, memory),
                registry,
                tempo.clock());
        bus.subscribe(Routes.RESPONDER_EVENTS, batch -> {
            var outcomes = events.handle(batch);
            acts.wake();
            return outcomes;
        });
        pulse.watch(readiness.part("responder"), acts::trouble);
        pulse.watch(readiness.part("notifications"), notifier::trouble);
    }
}
