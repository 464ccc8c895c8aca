package dev.sentinel.responders.books;

import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Plan;

/** Hears of plans that have changed, in the transaction that changes them: people are told from here. */
public interface PlanListener {

    void changed(Sql sql, Plan plan);

    /** Nobody hears. */
    static PlanListener nobody() {
        return (sql, plan) -> {};
    }
}
