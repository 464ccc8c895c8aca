package dev.sentinel.transport.store;

import static dev.sentinel.transport.store.StoreFault.Kind.BUSY;
import static dev.sentinel.transport.store.StoreFault.Kind.CLOSED;
import static dev.sentinel.transport.store.StoreFault.Kind.OUTCOME_UNKNOWN;
import static dev.sentinel.transport.store.StoreFault.Kind.OVERLOADED;
import static dev.sentinel.transport.store.StoreFault.Kind.UNREACHABLE;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes: works that queue up during a commit share the next one. */
final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int ATTEMPTS = 3;
    private static final long BACKOFF_MILLIS = 50;
    private static final long IDLE_MILLIS = 100;
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    private final Dialect dialect;
    private final StoreLimits limits;
    private final BlockingQueue<Pending<?>> queue;
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean ended;
    // Used by the writer thread alone; absent after a fault until the next write connects again.
    private Optional<Session> session;

    Writer(Dialect dialect, StoreLimits limits, Session first) {
        this.dialect = dialect;
        this.limits = limits;
        this.session = Optional.of(first);
        this.queue = new ArrayBlockingQueue<>(limits.queue());
        this.thread = Thread.ofPlatform().name("store-writer").daemon(true).unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    boolean isCurrentThread() {
        return thread.equals(Thread.currentThread());
    }

    <T> CompletableFuture<T> submit(Work<T> work) {
        Pending<T> pending = new Pending<>(work);
        if (closing) {
            pending.fail(fault(CLOSED));
            return pending.future();
        }
        try {
            // A callback on the writer thread would wait for itself.
            long patience = isCurrentThread() ? 0 : limits.patience().toMillis();
            if (!queue.offer(pending, patience, TimeUnit.MILLISECONDS)) {
                pending.fail(fault(OVERLOADED));
            } else if (ended) {
                failTheRest();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pending.fail(fault(CLOSED));
        }
        return pending.future();
    }

    private void loop() {
        List<Pending<?>> group = new ArrayList<>(limits.group());
        try {
            while (!closing || !queue.isEmpty()) {
                Pending<?> first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                    queue.drainTo(group, limits.group() - 1);
                    write(group);
                    group.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended = true;
            group.forEach(pending -> pending.fail(fault(OUTCOME_UNKNOWN)));
            failTheRest();
            disconnect();
        }
    }

    private void write(List<Pending<?>> group) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                commitTogether(group);
                group.forEach(Pending::settle);
                return;
            } catch (StoreFault fault) {
                boolean mayPass = fault.kind() == BUSY || fault.kind() == UNREACHABLE;
                if (!mayPass || attempt == ATTEMPTS) {
                    LOG.atWarn()
                            .addKeyValue("writes", group.size())
                            .setCause(fault)
                            .log("writes could not be kept");
                    group.forEach(pending -> pending.fail(fault));
                    return;
                }
                long pause = BACKOFF_MILLIS << attempt;
                Thread.sleep(pause + ThreadLocalRandom.current().nextLong(pause));
            }
        }
    }

    private void commitTogether(List<Pending<?>> group) {
        Session open = connected();
        boolean committed = false;
        try {
            open.begin();
            boolean alone = group.size() == 1;
            for (Pending<?> pending : group) {
                pending.run(open, alone);
            }
            if (!alone || !group.getFirst().hasFailed()) {
                commit(open);
                committed = true;
            }
        } catch (StoreFault fault) {
            if (fault.kind() == UNREACHABLE || fault.kind() == OUTCOME_UNKNOWN) {
                disconnect();
            }
            throw fault;
        } finally {
            if (!committed && session.isPresent() && !open.rollBack()) {
                session = Optional.empty();
            }
        }
    }

    private void commit(Session open) {
        try {
            open.commit();
        } catch (StoreFault fault) {
            // The server may have committed before the line broke: doing it again here could do it twice.
            throw fault.kind() == UNREACHABLE ? dialect.fault(OUTCOME_UNKNOWN, fault) : fault;
        }
    }

    private Session connected() {
        return session.orElseGet(() -> {
            try {
                Session again = new Session(dialect.connect(), dialect, dialect.statementsKept());
                session = Optional.of(again);
                LOG.atInfo().addKeyValue("store", dialect.subject()).log("connected to the store again");
                return again;
            } catch (SQLException e) {
                throw dialect.fault(e);
            }
        });
    }

    private void disconnect() {
        session.ifPresent(Session::close);
        session = Optional.empty();
    }

    private void failTheRest() {
        List<Pending<?>> rest = new ArrayList<>();
        queue.drainTo(rest);
        rest.forEach(pending -> pending.fail(fault(CLOSED)));
    }

    private StoreFault fault(StoreFault.Kind kind) {
        return dialect.fault(kind, Remedies.happened(kind), Remedies.nowDo(kind));
    }

    /** Finishes what is queued, as far as the disk lets it, and then refuses everything. */
    @Override
    public void close() {
        closing = true;
        try {
            if (!thread.join(LONGEST_CLOSE)) {
                thread.interrupt();
                LOG.atWarn().addKeyValue("store", dialect.subject()).log("the store did not finish its writes in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
