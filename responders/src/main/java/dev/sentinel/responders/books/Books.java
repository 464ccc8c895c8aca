package dev.sentinel.responders.books;

import dev.sentinel.responders.audit.AuditLog;
import dev.sentinel.transport.outbox.Outbox;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.Work;
import java.util.function.Function;

/** Everything about acting that must survive a crash. What is written together is one page; pages are written one after the other. */
public final class Books {

    /** The lane of the outbox that the one who acts publishes. */
    public static final String LANE = "actions";

    private static final long MOST_WAITING = 100_000;

    private final Store store;
    private final AuditLog audit;
    private final PlanListener listener;
    private final Outbox outbox = new Outbox(LANE, MOST_WAITING);

    public Books(Store store, AuditLog audit, PlanListener listener) {
        this.store = store;
        this.audit = audit;
        this.listener = listener;
    }

    /** Writes a page that counts only while the lease is held. */
    public <T> T write(Lease lease, Function<Page, T> work) {
        return store.writeNow(lease, sql -> written(sql, work));
    }

    /** Writes a page for somebody who needs no lease: people, and what comes in. */
    public <T> T write(Function<Page, T> work) {
        return store.writeNow(sql -> written(sql, work));
    }

    private <T> T written(Sql sql, Function<Page, T> work) {
        Page page = Page.open(sql, outbox, audit);
        T value = work.apply(page);
        page.plans().forEach(plan -> listener.changed(sql, plan));
        return value;
    }

    public <T> T read(Work<T> work) {
        return store.read(work);
    }

    public Store store() {
        return store;
    }

    public AuditLog audit() {
        return audit;
    }

    public Outbox outbox() {
        return outbox;
    }
}
