package dev.sentinel.transport.outbox;

import dev.sentinel.transport.bus.Backoff;
import dev.sentinel.transport.bus.Bell;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.bus.Confirmation;
import dev.sentinel.transport.bus.Outgoing;
import dev.sentinel.transport.store.Fenced;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.transport.tempo.Tempo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what waits in one lane of the outbox, for as long as its lease is held. While the broker does not take it, the
 * way around tells those who must know now; the messages stay for the broker all the same, because others read there too.
 */
public final class Dispatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
    private static final int AT_ONCE = 100;
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration LEAVING = Duration.ofSeconds(6);
    // A queue that is bound a little later still gets it; for longer the incident itself, in the store, must do.
    private static final Duration UNHEARD = Duration.ofMinutes(10);

    private final Store store;
    private final Bus bus;
    private final Lane lane;
    private final Lease lease;
    private final Tempo tempo;
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private final Bell bell = new Bell();
    private final Thread thread;
    private volatile boolean closed;

    // What was told around the broker already; after a restart it is told again, which its receivers are used to.
    private long told;

    /**
     * What is published.
     *
     * @param nobodyListens where a person finds what no queue wanted
     */
    public record Lane(Outbox outbox, Optional<Around> around, Tally tally, String nobodyListens) {}

    /** Counts what became of the messages. */
    public interface Tally {
        void published(int messages);

        /** No queue wanted them for so long that they were given up. */
        void unheard(int messages);
    }

    /** The way around the broker. */
    public interface Around {
        /** Why the messages were not taken; empty when all were, or are refused for good. */
        Optional<String> deliver(List<OutboundMessage> messages);
    }

    private Dispatch(Store store, Bus bus, Lane lane, Lease lease, Tempo tempo) {
        this.store = store;
        this.bus = bus;
        this.lane = lane;
        this.lease = lease;
        this.tempo = tempo;
        this.thread =
                Thread.ofPlatform().daemon().name("publish " + lease.name()).unstarted(this::loop);
    }

    public static Dispatch start(Store store, Bus bus, Lane lane, Lease lease, Tempo tempo) {
        var dispatch = new Dispatch(store, bus, lane, lease, tempo);
        dispatch.thread.start();
        return dispatch;
    }

    /** There is something to publish. */
    public void wake() {
        bell.ring();
    }

    private void loop() {
        int failures = 0;
        try {
            while (!closed) {
                failures = round() ? 0 : failures + 1;
                if (failures > 0) {
                    bell.await(backoff.before(failures));
                }
            }
        } catch (Fenced e) {
            LOG.atInfo().addKeyValue("lease", lease.name()).log("somebody else publishes now");
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("lease", lease.name()).setCause(e).log("publishing broke");
        }
    }

    /** False when the broker or the store could not take part. */
    private boolean round() {
        try {
            Instant now = store.read(sql -> sql.now());
            List<OutboundRow> rows = store.read(sql -> lane.outbox().due(sql, AT_ONCE, now));
            if (rows.isEmpty()) {
                bell.await(IDLE);
                return true;
            }
            List<CompletableFuture<Confirmation>> answers = rows.stream()
                    .map(row -> bus.publish(outgoing(row.message())))
                    .toList();
            return settle(rows, answers.stream().map(CompletableFuture::join).toList(), now);
        } catch (StoreFault e) {
            LOG.atWarn().addKeyValue("lease", lease.name()).setCause(e).log("publishing has to wait for the store");
            return false;
        }
    }

    private boolean settle(List<OutboundRow> rows, List<Confirmation> answers, Instant now) {
        List<Long> done = new ArrayList<>();
        List<OutboundRow> refused = new ArrayList<>();
        String trouble = "";
        for (int i = 0; i < rows.size(); i++) {
            switch (answers.get(i)) {
                case Confirmation.Confirmed confirmed -> done.add(rows.get(i).row());
                case Confirmation.Refused why -> refused.add(rows.get(i));
                case Confirmation.Unknown unknown -> trouble = unknown.why();
                case Confirmation.NotSent notSent -> trouble = notSent.why();
            }
        }
        lane.tally().published(done.size());
        done.addAll(unheard(refused, now));
        store.writeNow(lease, sql -> {
            lane.outbox().delivered(sql, done);
            for (OutboundRow row : refused) {
                if (!done.contains(row.row())) {
                    Instant next = now.plus(tempo.inItsTime(backoff.before(row.attempts() + 1)));
                    lane.outbox().failed(sql, List.of(row.row()), "no queue took it", next);
                }
            }
            return done.size();
        });
        if (!trouble.isEmpty()) {
            LOG.atDebug().addKeyValue("why", trouble).log("messages wait for the broker");
            lane.around().ifPresent(this::tellAround);
        }
        return trouble.isEmpty();
    }

    /** All that waits, page by page; what was told before is not told again. */
    private void tellAround(Around around) {
        while (!closed) {
            List<OutboundRow> rows = store.read(sql -> lane.outbox().after(sql, told, AT_ONCE));
            if (rows.isEmpty()) {
                return;
            }
            Optional<String> why =
                    around.deliver(rows.stream().map(OutboundRow::message).toList());
            if (why.isPresent()) {
                LOG.atWarn()
                        .addKeyValue("lease", lease.name())
                        .addKeyValue("why", why.get())
                        .log("the way around the broker fails too");
                return;
            }
            told = rows.getLast().row();
        }
    }

    /** The broker has no queue that wants them. When that stays so, nobody listens, and they would only pile up. */
    private List<Long> unheard(List<OutboundRow> refused, Instant now) {
        List<Long> dropped = refused.stream()
                .filter(row -> row.createdAt().plus(UNHEARD).isBefore(now))
                .map(OutboundRow::row)
                .toList();
        if (!dropped.isEmpty()) {
            lane.tally().unheard(dropped.size());
            LOG.atInfo().addKeyValue("messages", dropped.size()).log(lane.nobodyListens());
        }
        return dropped;
    }

    private static Outgoing outgoing(OutboundMessage message) {
        return new Outgoing(
                message.exchange(),
                message.routingKey(),
                message.messageId(),
                message.type(),
                message.headers(),
                message.body());
    }

    /** Lets the confirms of the current round arrive. */
    @Override
    public void close() {
        closed = true;
        bell.ring();
        try {
            if (!thread.join(LEAVING)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
