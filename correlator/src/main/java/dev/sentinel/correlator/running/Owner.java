package dev.sentinel.correlator.running;

import dev.sentinel.correlator.patterns.PatternSet;
import dev.sentinel.transport.bus.Backoff;
import dev.sentinel.transport.bus.Bell;
import dev.sentinel.transport.outbox.Dispatch;
import dev.sentinel.transport.outbox.Outbox;
import dev.sentinel.transport.outbox.OutboxFull;
import dev.sentinel.transport.store.Fenced;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.transport.store.Leases;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.transport.tempo.Tempo;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that correlates a partition: it takes the lease, rebuilds what was known from the journal, and follows
 * the journal until the lease is lost. Everything it writes is fenced, so one that lost the lease without noticing
 * changes nothing.
 */
final class Owner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Owner.class);
    private static final long MOST_WAITING = 100_000;
    private static final Duration LEAVING = Duration.ofSeconds(8);

    private final Ground ground;
    private final Store store;
    private final Leases leases;
    private final String leaseName;
    private final int partition;
    private final Outbox outbox;
    private final Terms terms;
    private final Meters meters;
    private final Bell bell = new Bell();
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private final Thread thread;
    private volatile boolean closed;
    private volatile Optional<String> trouble = Optional.of("starting");

    /** How a partition is owned: by whom, for how long at a time, with which core and which patterns. */
    record Terms(String holder, Duration lease, Core.Maker maker, Supplier<PatternSet> patterns) {}

    Owner(Ground ground, int partition, String label, Terms terms) {
        this.ground = ground;
        this.store = ground.store();
        this.leases = new Leases(store, ground.tempo());
        this.leaseName = "correlator." + label;
        this.partition = partition;
        this.outbox = new Outbox("incidents." + label, MOST_WAITING);
        this.terms = terms;
        this.meters = new Meters(ground.registry(), label);
        this.thread = Thread.ofPlatform().daemon().name(leaseName).unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    /** The journal may have grown. */
    void wake() {
        bell.ring();
    }

    /** Why this partition is not looked after, by anybody that is known here; empty when it is. */
    Optional<String> trouble() {
        return trouble;
    }

    private void loop() {
        int failures = 0;
        while (!closed) {
            try {
                Optional<Lease> lease = leases.acquire(leaseName, terms.holder(), terms.lease());
                failures = 0;
                if (lease.isPresent()) {
                    own(lease.get());
                } else {
                    // Somebody else has it, and is as good.
                    trouble = Optional.empty();
                    bell.await(terms.lease().dividedBy(4));
                }
            } catch (Fenced e) {
                LOG.atWarn().addKeyValue("lease", leaseName).log("lost the lease: somebody else correlates now");
            } catch (StoreFault | OutboxFull e) {
                failures = troubled(e, failures);
            } catch (RuntimeException e) {
                // The state may be broken with it: it is dropped and rebuilt from the journal.
                LOG.atError().addKeyValue("lease", leaseName).setCause(e).log("correlation broke; starting again");
                failures = troubled(e, failures);
            } finally {
                meters.clear();
            }
        }
    }

    private int troubled(RuntimeException fault, int failures) {
        trouble = Optional.of(leaseName + ": " + fault.getMessage());
        bell.await(backoff.before(failures + 1));
        return failures + 1;
    }

    private void own(Lease lease) {
        LOG.atInfo()
                .addKeyValue("lease", leaseName)
                .addKeyValue("epoch", lease.epoch())
                .log("correlates");
        var tenure = new Tenure(this, lease);
        try (Dispatch dispatch = Dispatch.start(store, ground.bus(), lane(), lease, ground.tempo())) {
            trouble = Optional.of(leaseName + ": rebuilds what it knew from the journal");
            tenure.rebuild();
            trouble = Optional.empty();
            while (!closed) {
                if (tenure.work()) {
                    dispatch.wake();
                }
            }
        }
        leases.release(lease);
    }

    private Dispatch.Lane lane() {
        return new Dispatch.Lane(
                outbox,
                ground.around(),
                meters,
                "nobody listens to sentinel.incidents; the incidents are in the store: sentinel incidents list");
    }

    /** Does it until the store takes it: what the core decided cannot be decided again. Fencing still ends it. */
    <T> T patiently(Supplier<T> work) {
        for (int failures = 1; ; failures++) {
            try {
                T done = work.get();
                if (failures > 1) {
                    trouble = Optional.empty();
                }
                return done;
            } catch (StoreFault | OutboxFull e) {
                boolean passing = !(e instanceof StoreFault fault) || fault.isTransient();
                if (closed || !passing) {
                    throw e;
                }
                trouble = Optional.of(leaseName + ": " + e.getMessage());
                LOG.atWarn().addKeyValue("lease", leaseName).setCause(e).log("correlation waits");
                bell.await(backoff.before(failures));
            }
        }
    }

    Store store() {
        return store;
    }

    Tempo tempo() {
        return ground.tempo();
    }

    Leases leases() {
        return leases;
    }

    Terms terms() {
        return terms;
    }

    Meters meters() {
        return meters;
    }

    Bell bell() {
        return bell;
    }

    int partition() {
        return partition;
    }

    boolean closed() {
        return closed;
    }

    Publication publication() {
        return new Publication(partition, outbox);
    }

    @Override
    public void close() {
        closed = true;
        bell.ring();
        try {
            if (!thread.join(LEAVING)) {
                thread.interrupt();
                LOG.atWarn().addKeyValue("lease", leaseName).log("did not stop correlating in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
