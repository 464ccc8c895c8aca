package dev.sentinel.responders.running;

import dev.sentinel.responders.audit.AuditFault;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Cases;
import dev.sentinel.responders.books.Facts;
import dev.sentinel.responders.books.Witnesses;
import dev.sentinel.responders.execution.Means;
import dev.sentinel.responders.quarantine.Gate;
import dev.sentinel.transport.bus.Backoff;
import dev.sentinel.transport.bus.Bell;
import dev.sentinel.transport.outbox.Dispatch;
import dev.sentinel.transport.outbox.OutboxFull;
import dev.sentinel.transport.receive.Effect;
import dev.sentinel.transport.receive.IncidentReceiver;
import dev.sentinel.transport.store.Fenced;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.transport.store.Leases;
import dev.sentinel.transport.store.StoreFault;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that acts: it takes the lease of its store, and thinks and acts until the lease is lost. Others with the
 * same store wait; everything that is written is fenced, so one that lost the lease without noticing changes nothing here.
 */
public final class Responder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);
    private static final String LEASE = "responder";
    private static final Duration LEAVING = Duration.ofSeconds(8);

    private final Ground ground;
    private final Settings settings;
    private final Leases leases;
    private final Tenure.Parts parts;
    private final Meters meters;
    private final Responses responses;
    private final Bell bell = new Bell();
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private final Thread thread;
    private volatile boolean closed;
    private volatile Optional<String> trouble = Optional.of("responder: starting");

    private Responder(Ground ground, Settings settings, World world, Supplier<Rules> rules) {
        this.ground = ground;
        this.settings = settings;
        this.leases = new Leases(ground.store(), ground.tempo());
        this.meters = new Meters(ground.registry());
        Books books = Responses.books(ground.store(), ground.listener());
        Means means = Responses.means(world, settings, rules);
        this.parts = Tenure.parts(books, means, meters, settings, rules);
        this.responses = new Responses(books, parts.casework(), settings, rules, bell::ring, meters::unproven);
        this.thread = Thread.ofPlatform().daemon().name(LEASE).unstarted(this::loop);
    }

    public static Responder start(Ground ground, Settings settings, World world, Supplier<Rules> rules) {
        var responder = new Responder(ground, settings, world, rules);
        responder.thread.start();
        return responder;
    }

    /** What comes in: incidents become cases. Also for receivers of a program that only hands on. */
    public static IncidentReceiver.Effect incidents() {
        return (sql, incidents) -> incidents.forEach(each -> Cases.take(sql, each));
    }

    /** What comes in: events that a quarantine or a step may have to hear of, and who lives to tell of more. */
    public static Effect events() {
        return (sql, events) -> {
            Witnesses.heard(
                    sql,
                    events.stream()
                            .filter(event -> event.hasHeartbeat()
                                    && Gate.WITNESSES.contains(event.getSource().getCollector()))
                            .toList());
            Facts.add(
                    sql, events.stream().filter(event -> !event.hasHeartbeat()).toList());
        };
    }

    /** For people and their tools. */
    public Responses responses() {
        return responses;
    }

    /** Something came in. */
    public void wake() {
        bell.ring();
    }

    /** Why nobody known here acts; empty when somebody does. */
    public Optional<String> trouble() {
        return trouble;
    }

    private void loop() {
        int failures = 0;
        while (!closed) {
            try {
                Optional<Lease> lease = leases.acquire(LEASE, settings.holder(), settings.lease());
                failures = 0;
                if (lease.isPresent()) {
                    act(lease.get());
                } else {
                    // Somebody else has it, and is as good.
                    trouble = Optional.empty();
                    bell.await(settings.lease().dividedBy(4));
                }
            } catch (Fenced e) {
                meters.fenced();
                LOG.atWarn().addKeyValue("lease", LEASE).log("lost the lease: somebody else acts now");
            } catch (StoreFault | OutboxFull | AuditFault e) {
                failures = troubled(e, failures);
            } catch (RuntimeException e) {
                LOG.atError().addKeyValue("lease", LEASE).setCause(e).log("the responder broke; starting again");
                failures = troubled(e, failures);
            } finally {
                meters.clear();
            }
        }
    }

    private int troubled(RuntimeException fault, int failures) {
        trouble = Optional.of("responder: " + fault.getMessage());
        LOG.atWarn()
                .addKeyValue("lease", LEASE)
                .addKeyValue("why", fault.getMessage())
                .log("the responder waits");
        bell.await(backoff.before(failures + 1));
        return failures + 1;
    }

    private void act(Lease lease) {
        LOG.atInfo()
                .addKeyValue("lease", LEASE)
                .addKeyValue("epoch", lease.epoch())
                .log("acts");
        try (Keeper keeper = Keeper.start(leases, lease, settings.lease(), bell);
                Dispatch dispatch = Dispatch.start(ground.store(), ground.bus(), lane(), lease, ground.tempo())) {
            var tenure = new Tenure(parts, lease);
            trouble = Optional.empty();
            while (!closed && keeper.holds()) {
                Duration rest = tenure.work();
                dispatch.wake();
                meters.look(parts.books());
                if (!rest.isZero()) {
                    bell.await(ground.tempo().onThisMachine(rest));
                }
            }
        }
        leases.release(lease);
    }

    private Dispatch.Lane lane() {
        return new Dispatch.Lane(
                parts.books().outbox(),
                Optional.empty(),
                meters,
                "nobody listens to sentinel.actions; plans and results are in the store: sentinel plans list");
    }

    @Override
    public void close() {
        closed = true;
        bell.ring();
        try {
            if (!thread.join(LEAVING)) {
                thread.interrupt();
                LOG.atWarn().addKeyValue("lease", LEASE).log("did not stop acting in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
