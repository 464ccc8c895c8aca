package dev.sentinel.collectors.running;

import dev.sentinel.transport.store.Lease;
import dev.sentinel.transport.store.Leases;
import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.transport.tempo.Tempo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One collector's place: a thread that sees to it that the collector sits at a desk while it may, which for a collector of the
 * whole cluster means: while this instance holds the lease.
 */
final class Seat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Seat.class);
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration LONGEST_STEP = Duration.ofSeconds(30);
    private static final Duration END = Duration.ofSeconds(15);

    private final Collector collector;
    private final Optional<Election> election;
    private final Tempo tempo;
    private final Function<Supplier<Lease>, Desk> desks;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;
    private final AtomicReference<Optional<Lease>> held = new AtomicReference<>(Optional.empty());
    private volatile Optional<Desk> desk = Optional.empty();
    private long renewed;
    private boolean storeAway;
    private int breakdowns;

    /** How the one that reads is found among several instances. */
    record Election(Leases leases, String name, String holder, Duration ttl) {}

    /** Without an election it always sits. */
    Seat(Collector collector, Optional<Election> election, Tempo tempo, Function<Supplier<Lease>, Desk> desks) {
        this.collector = collector;
        this.election = election;
        this.tempo = tempo;
        this.desks = desks;
        this.thread =
                Thread.ofPlatform().daemon().name("seat " + collector.name()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Whether this instance reads. */
    boolean taken() {
        return desk.isPresent();
    }

    private void run() {
        while (over.getCount() > 0) {
            step();
            try {
                var unused = tempo.pause(pause(), over);
            } catch (InterruptedException e) {
                break;
            }
        }
        standUp();
        giveBack();
    }

    /** What breaks again and again is tried more and more rarely, and the log stays readable. */
    private Duration pause() {
        Duration pause = STEP.multipliedBy(1L << Math.min(breakdowns, 5));
        return pause.compareTo(LONGEST_STEP) > 0 ? LONGEST_STEP : pause;
    }

    private void step() {
        try {
            boolean may = election.map(this::elected).orElse(true);
            if (may && desk.isEmpty()) {
                sitDown();
            } else if (!may && desk.isPresent()) {
                LOG.atWarn().addKeyValue("collector", collector.name()).log("another instance reads from now on");
                standUp();
            }
            desk.ifPresent(Desk::pulse);
            breakdowns = 0;
        } catch (RuntimeException e) {
            // A seat that dies would leave its source unread for ever.
            LOG.atError().setCause(e).addKeyValue("collector", collector.name()).log("a collector could not go on");
            breakdowns++;
            standUp();
        }
    }

    private boolean elected(Election election) {
        try {
            Optional<Lease> before = held.get();
            if (before.isEmpty()) {
                held.set(election.leases().acquire(election.name(), election.holder(), election.ttl()));
                renewed = System.nanoTime();
            } else if (System.nanoTime() - renewed > election.ttl().toNanos() / 3) {
                held.set(election.leases().renew(before.get(), election.ttl()));
                renewed = System.nanoTime();
            }
            storeAway = false;
        } catch (StoreFault e) {
            // Whoever reads goes on: should another one begin to, the same facts get the same ids.
            if (!storeAway) {
                LOG.atWarn()
                        .addKeyValue("collector", collector.name())
                        .addKeyValue("reads", held.get().isPresent())
                        .addKeyValue("why", e.getMessage())
                        .log("the store does not answer; who reads stays as it is");
            }
            storeAway = true;
        }
        return held.get().isPresent();
    }

    private void sitDown() {
        Desk fresh = desks.apply(() -> held.get().orElseThrow(() -> new IllegalStateException("no lease is held")));
        desk = Optional.of(fresh);
        LOG.atInfo()
                .addKeyValue("collector", collector.name())
                .addKeyValue("reach", collector.reach())
                .log("reads");
        collector.open(fresh);
    }

    private void standUp() {
        Optional<Desk> left = desk;
        desk = Optional.empty();
        left.ifPresent(Desk::close);
    }

    private void giveBack() {
        held.getAndSet(Optional.empty()).ifPresent(lease -> {
            try {
                election.ifPresent(each -> each.leases().release(lease));
            } catch (StoreFault e) {
                LOG.atWarn().addKeyValue("why", e.getMessage()).log("a lease was not given back; it will expire");
            }
        });
    }

    @Override
    public void close() {
        over.countDown();
        try {
            thread.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
