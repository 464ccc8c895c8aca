package dev.sentinel.responders.execution;

import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.books.Acts;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Entries;
import dev.sentinel.responders.books.Inverses;
import dev.sentinel.responders.books.Page;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Plans.Due;
import dev.sentinel.responders.books.Steps;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.StepState;
import java.time.Duration;
import java.util.Optional;

/** Writes down that an act is about to be done, with everything that has to be true at the same moment. */
final class Intents {

    private final Books books;
    private final Standings standings;

    /** What an intent became. */
    sealed interface Intention {
        /** It is on record; now it may be done, and only now. */
        record Committed(Plan plan, Steps.Intent intent) implements Intention {}

        /** Something else comes first. */
        record Dropped() implements Intention {}
    }

    Intents(Books books, Standings standings) {
        this.books = books;
        this.standings = standings;
    }

    /** The intent, with everything that has to be true at the same moment. */
    Intention intend(Lease lease, Plan plan, Act act, Optional<Inverse> wayBack) {
        return books.write(lease, page -> {
            Optional<Plan> current = Turns.unchanged(page, plan);
            if (current.isEmpty()) {
                return new Intention.Dropped();
            }
            Optional<String> paused =
                    standings.pausedBecause(page.sql(), plan.getContent().getCluster());
            if (paused.isPresent()) {
                Turns.rest(page, plan, 0, "paused: " + paused.get(), Duration.ofSeconds(1));
                return new Intention.Dropped();
            }
            if (!begun(page, plan)) {
                return new Intention.Dropped();
            }
            int attempt = Steps.intend(page, act.which(), lease.epoch());
            if (!act.reads()) {
                String incident = plan.getContent().getIncidentId();
                Acts.meant(page, act.which().operationKey(), act.order(), incident, plan.getId());
            }
            wayBack.ifPresent(inverse -> Inverses.owe(
                    page,
                    plan.getId(),
                    act.which().step(),
                    act.order().cluster(),
                    act.order().target(),
                    inverse));
            page.audit(
                    Records.entry(AuditAct.AUDIT_ACT_STEP_INTENDED, plan, act, "Is about to do it: " + act.sentence()));
            Plan.Builder next = act.which().inverse()
                    ? plan.toBuilder()
                    : Progress.at(plan, act.which().step(), StepState.STEP_STATE_STARTED, "", page.at());
            if (!act.which().inverse()) {
                next.setState(PlanState.PLAN_STATE_RUNNING).setStateReason("");
                next = Progress.with(
                        next.build(),
                        Progress.of(next.build(), act.which().step()).toBuilder()
                                .setAttempt(attempt)
                                .setInverseOpen(wayBack.isPresent())
                                .clearInverseDueAt());
            }
            // Due at once: should we end here, the next one looks whether it was done.
            Plan kept = Plans.put(page, next, Due.at(page.now()));
            return new Intention.Committed(
                    kept, Steps.find(page.sql(), act.which()).orElseThrow());
        });
    }

    /** True when the plan has begun, now or before. */
    private boolean begun(Page page, Plan plan) {
        if (plan.getState() != PlanState.PLAN_STATE_APPROVED) {
            return true;
        }
        return switch (Begin.of(page, plan)) {
            case Begin.Verdict.Begun begun -> true;
            case Begin.Verdict.NotNow notNow -> {
                Turns.rest(page, plan, 0, notNow.why(), Duration.ofSeconds(5));
                yield false;
            }
            case Begin.Verdict.Unapproved unapproved -> {
                page.audit(Entries.of(
                        Entries.RESPONDER,
                        AuditAct.AUDIT_ACT_APPROVAL_REFUSED,
                        plan,
                        "Does not begin: " + unapproved.why()));
                Plans.put(
                        page,
                        plan.toBuilder()
                                .setState(PlanState.PLAN_STATE_WAITING_FOR_APPROVAL)
                                .setStateReason(unapproved.why()),
                        Due.at(Plans.expiry(plan)));
                yield false;
            }
            case Begin.Verdict.TooLate tooLate -> {
                Turns.end(page, plan, PlanState.PLAN_STATE_EXPIRED, tooLate.why());
                yield false;
            }
        };
    }

    /** Nothing was in the way, and nothing was left to do: begins the plan where it has not begun, and goes on to the check. */
    void foundDone(Lease lease, Plan plan, Act act, String observation) {
        books.write(lease, page -> {
            Optional<Plan> current = Turns.unchanged(page, plan);
            if (current.isPresent() && begun(page, plan)) {
                Steps.intend(page, act.which(), lease.epoch());
                Steps.Intent intent = Steps.find(page.sql(), act.which()).orElseThrow();
                Results.write(page, plan, act, intent, new Outcome.AlreadyDone(observation));
            }
            return 0;
        });
    }
}
