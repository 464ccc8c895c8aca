package dev.sentinel.transport.courier;

import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.spool.Spool;
import dev.sentinel.transport.spool.SpooledEvent;
import dev.sentinel.transport.store.StoreFault;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that empties the spool in rounds, oldest first. A round goes by the broker; when one is not confirmed the
 * courier goes by the fallback and probes the broker now and then. A row leaves the spool only when somebody has
 * committed it, so every doubt ends as a duplicate and none as a loss.
 */
public final class Courier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    // Every start and every failover of a cluster has some seconds without a broker.
    private static final Duration UNREMARKABLE = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(15);

    private final Spool spool;
    private final Optional<Fallback> fallback;
    private final CourierConfig config;
    private final Round round;
    private final Semaphore work = new Semaphore(0);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    // Rows the fallback's receiver refused: they wait for the broker, where they can be parked. Bounded by the spool.
    private final Set<Long> rejected = new HashSet<>();
    private volatile String trouble = "";
    private volatile boolean closing;
    private int failures;
    private boolean warned;
    private long troubleSince;
    private long nextProbe;

    private Courier(Spool spool, Bus bus, Optional<Fallback> fallback, CourierConfig config, MeterRegistry registry) {
        this.spool = spool;
        this.fallback = fallback;
        this.config = config;
        this.round = new Round(bus, new Parcels(config.partitions(), config.parcelEvents(), config.parcelBytes()));
        this.thread = Thread.ofPlatform().daemon().name("courier").unstarted(this::run);
        Gauge.builder("sentinel.fallback.active", this, courier -> courier.aroundTheBroker() ? 1 : 0)
                .tags(Tags.of("path", "grpc"))
                .description("1 while events go around the broker")
                .register(registry);
    }

    public static Courier start(
            Spool spool, Bus bus, Optional<Fallback> fallback, CourierConfig config, MeterRegistry registry) {
        Courier courier = new Courier(spool, bus, fallback, config, registry);
        courier.thread.start();
        return courier;
    }

    /** There is something new in the spool. */
    public void nudge() {
        work.release();
    }

    /** Why the broker is not used at the moment; empty when it is. */
    public String trouble() {
        return trouble;
    }

    public boolean aroundTheBroker() {
        return fallback.isPresent() && !trouble.isEmpty();
    }

    /** Finishes its round; what is left stays in the spool for the next start. */
    @Override
    public void close() {
        closing = true;
        closed.countDown();
        work.release();
        try {
            thread.join(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }

    private void run() {
        while (!closing) {
            try {
                if (!carry()) {
                    waitForWork();
                }
            } catch (StoreFault e) {
                LOG.atError().setCause(e).log("the spool does not answer");
                rest(config.again().before(++failures));
            } catch (RuntimeException e) {
                // Without this thread nothing leaves the machine: whatever it was, say so and go on.
                LOG.atError().setCause(e).log("a round broke");
                failed("a round broke: " + e);
                rest(config.again().before(failures));
            }
        }
    }

    /** True when there was something to do. */
    private boolean carry() {
        boolean viaBroker = trouble.isEmpty() || fallback.isEmpty() || System.nanoTime() >= nextProbe;
        // While the broker is in doubt one message is all it gets.
        List<SpooledEvent> rows = trouble.isEmpty()
                ? spool.next(0, config.roundEvents(), config.roundBytes())
                : spool.next(0, config.parcelEvents(), config.parcelBytes());
        if (rows.isEmpty()) {
            return false;
        }
        if (viaBroker && byBroker(rows)) {
            return true;
        }
        if (fallback.isPresent() && aroundBroker(fallback.get())) {
            return true;
        }
        rest(config.again().before(failures));
        return true;
    }

    private boolean byBroker(List<SpooledEvent> rows) {
        Round.Result result = trouble.isEmpty() ? round.all(rows) : round.first(rows);
        spool.delivered(result.confirmed());
        result.confirmed().forEach(rejected::remove);
        if (result.problem().isEmpty()) {
            healed();
            return true;
        }
        spool.attempted(result.doubtful(), result.problem());
        failed(result.problem());
        return false;
    }

    /** True when it brought the spool forward. */
    private boolean aroundBroker(Fallback way) {
        List<SpooledEvent> rows = notRejected();
        if (rows.isEmpty()) {
            return false;
        }
        return switch (way.deliver(rows.stream().map(SpooledEvent::event).toList())) {
            case Fallback.Answer.Taken taken -> {
                List<Long> done = new ArrayList<>();
                for (SpooledEvent row : rows) {
                    if (taken.rejectedIds().contains(row.event().getId())) {
                        rejected.add(row.row());
                    } else {
                        done.add(row.row());
                    }
                }
                spool.delivered(done);
                yield true;
            }
            case Fallback.Answer.Failed failed -> {
                LOG.atWarn().addKeyValue("why", failed.why()).log("the way around the broker fails too");
                yield false;
            }
        };
    }

    /** The oldest rows that the fallback may still take, also when they stand behind many that it refused. */
    private List<SpooledEvent> notRejected() {
        long after = 0;
        while (true) {
            List<SpooledEvent> rows = spool.next(after, config.roundEvents(), config.parcelBytes());
            List<SpooledEvent> open =
                    rows.stream().filter(row -> !rejected.contains(row.row())).toList();
            if (rows.isEmpty() || !open.isEmpty()) {
                return open;
            }
            after = rows.getLast().row();
        }
    }

    private void healed() {
        if (warned) {
            LOG.atInfo().addKeyValue("was", trouble).log("the broker takes events again");
        }
        trouble = "";
        warned = false;
        failures = 0;
    }

    private void failed(String why) {
        failures++;
        if (trouble.isEmpty()) {
            troubleSince = System.nanoTime();
        }
        if (!warned && System.nanoTime() - troubleSince > UNREMARKABLE.toNanos()) {
            warned = true;
            LOG.atWarn()
                    .addKeyValue("why", why)
                    .addKeyValue("fallback", fallback.isPresent())
                    .log("the broker does not take events; they stay in the spool");
        }
        trouble = why;
        nextProbe = System.nanoTime() + config.probe().before(failures).toNanos();
    }

    private void waitForWork() {
        try {
            if (!closing && work.tryAcquire(config.idle().toMillis(), TimeUnit.MILLISECONDS)) {
                work.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Unlike idling, not cut short by new events: in an outage each of them would start a round. */
    private void rest(Duration wait) {
        try {
            var unused = closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
