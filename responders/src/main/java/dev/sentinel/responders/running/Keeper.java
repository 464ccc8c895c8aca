package dev.sentinel.responders.running;

import dev.sentinel.transport.bus.Bell;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.transport.store.Leases;
import dev.sentinel.transport.store.StoreFault;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews a lease beside the one who acts: an act may take longer than a lease. */
final class Keeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final Leases leases;
    private final Duration ttl;
    private final Bell owner;
    private final Bell bell = new Bell();
    private final Thread thread;
    private Lease lease;
    private volatile boolean lost;
    private volatile boolean closed;

    private Keeper(Leases leases, Lease lease, Duration ttl, Bell owner) {
        this.leases = leases;
        this.lease = lease;
        this.ttl = ttl;
        this.owner = owner;
        this.thread = Thread.ofPlatform().daemon().name("keep " + lease.name()).unstarted(this::loop);
    }

    static Keeper start(Leases leases, Lease lease, Duration ttl, Bell owner) {
        var keeper = new Keeper(leases, lease, ttl, owner);
        keeper.thread.start();
        return keeper;
    }

    boolean holds() {
        return !lost;
    }

    private void loop() {
        while (!closed && !lost) {
            bell.await(ttl.dividedBy(3));
            if (!closed) {
                renew();
            }
        }
    }

    private void renew() {
        try {
            Optional<Lease> renewed = leases.renew(lease, ttl);
            if (renewed.isPresent()) {
                lease = renewed.get();
            } else {
                lost = true;
                owner.ring();
            }
        } catch (StoreFault e) {
            // The writes of who acts meet the same store; fencing decides.
            LOG.atWarn().addKeyValue("lease", lease.name()).setCause(e).log("the lease cannot be renewed now");
        }
    }

    @Override
    public void close() {
        closed = true;
        bell.ring();
        try {
            thread.join(ttl);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
