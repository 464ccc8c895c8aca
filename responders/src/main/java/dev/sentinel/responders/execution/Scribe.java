package dev.sentinel.responders.execution;

import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Cases;
import dev.sentinel.responders.books.Entries;
import dev.sentinel.responders.books.Inverses;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Plans.Due;
import dev.sentinel.responders.books.Steps;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the executor reads of the books before a move, and how a plan rests or ends without one. Every page reads the plan again: a person may have cancelled it since it was looked at. */
final class Scribe {

    private final Books books;

    Scribe(Books books) {
        this.books = books;
    }

    Instant now() {
        return books.read(sql -> sql.now());
    }

    Optional<Steps.Intent> intent(Steps.Which which) {
        return books.read(sql -> Steps.find(sql, which));
    }

    List<Inverses.Owed> owed(String planId) {
        return books.read(sql -> Inverses.ofPlan(sql, planId));
    }

    /** Something passing is in the way. */
    void again(Lease lease, Plan plan, int failures, String why, Duration pause) {
        books.write(lease, page -> {
            Turns.unchanged(page, plan).ifPresent(current -> Turns.rest(page, current, failures, why, pause));
            return 0;
        });
    }

    /** All is taken back that was owed. */
    void allTakenBack(Lease lease, Plan plan) {
        books.write(lease, page -> {
            Plan current = Turns.current(page, plan);
            Turns.end(page, current, PlanState.PLAN_STATE_TAKEN_BACK, current.getStateReason());
            return 0;
        });
    }

    /** It may not begin as it was allowed: it is withdrawn, and its incident thought about again. */
    void givenUp(Lease lease, Plan plan, String why) {
        books.write(lease, page -> {
            Turns.unchanged(page, plan).ifPresent(current -> {
                Turns.close(page, current);
                Plan ended = Plans.put(
                        page,
                        current.toBuilder()
                                .setState(PlanState.PLAN_STATE_WITHDRAWN)
                                .setStateReason(Entries.clipped(why)),
                        Due.NEVER);
                page.audit(Entries.of(Entries.RESPONDER, AuditAct.AUDIT_ACT_PLAN_WITHDRAWN, ended, why));
                Cases.wake(page.sql(), ended.getContent().getIncidentId());
            });
            return 0;
        });
    }
}
