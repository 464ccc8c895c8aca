package dev.sentinel.responders.running;

import dev.sentinel.responders.books.Acts;
import dev.sentinel.responders.books.Cases;
import dev.sentinel.responders.books.Deeds;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Requests;
import dev.sentinel.responders.books.Shadows;
import dev.sentinel.responders.books.Witnesses;
import dev.sentinel.transport.store.Sql;
import java.time.Duration;

/** Removes what has been over for long, a bounded part of it each time. The audit is kept for ever. */
final class Pruning {

    /** Of each, in one transaction. */
    static final int AT_ONCE = 500;

    // No budget looks back further.
    private static final Duration ACTS_KEPT = Duration.ofDays(31);
    private static final Duration REQUESTS_KEPT = Duration.ofDays(2);
    // A collector that was taken away is not waited for any longer.
    private static final Duration WITNESSES_KEPT = Duration.ofDays(31);

    private final Duration retention;

    Pruning(Duration retention) {
        this.retention = retention;
    }

    void work(Sql sql) {
        Cases.forget(sql, retention, AT_ONCE);
        Plans.forget(sql, retention, AT_ONCE);
        Shadows.forget(sql, retention, AT_ONCE);
        Deeds.forget(sql, retention, AT_ONCE);
        Acts.forget(sql, ACTS_KEPT, AT_ONCE);
        Requests.forget(sql, REQUESTS_KEPT, AT_ONCE);
        Witnesses.forget(sql, WITNESSES_KEPT, AT_ONCE);
    }
}
