package dev.sentinel.responders.execution;

import dev.sentinel.responders.autonomy.Loss;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Entries;
import dev.sentinel.responders.books.Inverses;
import dev.sentinel.responders.books.Page;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Plans.Due;
import dev.sentinel.responders.books.Steps;
import dev.sentinel.responders.books.Trusts;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.StepProgress;
import dev.sentinel.v1.StepState;
import dev.sentinel.v1.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Writes down what looking at an outcome brought, and what follows for the plan. */
final class Verdicts {

    private static final int MOST_RESULTS = 256;

    private final Books books;

    Verdicts(Books books) {
        this.books = books;
    }

    void holding(Lease lease, Plan plan, Act act, Optional<Instant> since, String seen, Duration pause) {
        books.write(lease, page -> {
            Plan current = Turns.current(page, plan);
            Steps.holding(page, act.which(), since);
            boolean told = current.getState() == PlanState.PLAN_STATE_WAITING
                    || act.which().inverse()
                    || Progress.isTakingBack(current);
            if (told) {
                Plans.due(page, plan.getId(), Due.at(page.now().plus(pause)));
            } else {
                Plan.Builder next =
                        Progress.at(current, act.which().step(), StepState.STEP_STATE_VERIFYING, seen, page.at());
                Plans.put(
                        page,
                        next.setState(PlanState.PLAN_STATE_WAITING)
                                .setStateReason(Entries.clipped(
                                        "waits: " + act.expected().getSentence())),
                        Due.at(page.now().plus(pause)));
            }
            return 0;
        });
    }

    /** The outcome was seen; the step is over. */
    void succeeded(Lease lease, Plan plan, Act act, String seen) {
        books.write(lease, page -> {
            Plan current = Turns.current(page, plan);
            Steps.phase(page, act.which(), Steps.Phase.ENDED);
            ActionResult result = Records.verified(lastResult(page, act), Verdict.VERDICT_AS_EXPECTED, seen, page.at());
            AuditAct what =
                    act.which().inverse() ? AuditAct.AUDIT_ACT_STEP_TAKEN_BACK : AuditAct.AUDIT_ACT_STEP_VERIFIED;
            page.audit(Records.entry(what, current, act, "As expected: " + act.sentence())
                    .setResult(result));
            Plan next = act.which().inverse() ? takenBack(page, current, act) : forward(page, current, act);
            boolean over = Plans.ENDS.contains(next.getState());
            Turns.keep(page, current, act, next.toBuilder(), result, over ? Due.NEVER : Due.at(page.now()));
            return 0;
        });
    }

    private Plan forward(Page page, Plan plan, Act act) {
        settleOthers(page, act);
        Plan next = Progress.at(plan, act.which().step(), StepState.STEP_STATE_SUCCEEDED, "", page.at())
                .build();
        for (StepProgress each : plan.getProgressList()) {
            // This step may have been the way back of an earlier one.
            if (each.getInverseOpen()
                    && Inverses.find(page.sql(), plan.getId(), each.getNumber()).isEmpty()) {
                next = Progress.with(
                                next,
                                Progress.of(next, each.getNumber()).toBuilder()
                                        .setInverseOpen(false)
                                        .clearInverseDueAt())
                        .build();
            }
        }
        boolean over = Progress.current(next).isEmpty();
        if (over) {
            Turns.close(page, next);
        }
        return next.toBuilder()
                .setState(over ? PlanState.PLAN_STATE_SUCCEEDED : PlanState.PLAN_STATE_RUNNING)
                .setStateReason("")
                .build();
    }

    /** What another plan owed for this target and this act just did is owed no more. */
    private static void settleOthers(Page page, Act act) {
        for (Inverses.Owed owed :
                Inverses.ofTarget(page.sql(), act.order().cluster(), act.order().target(), 64)) {
            boolean same = owed.inverse().getAction().equals(act.order().action())
                    && owed.inverse()
                            .getArgumentsList()
                            .equals(act.order().arguments().all());
            if (same) {
                Inverses.close(
                        page,
                        owed.planId(),
                        owed.step(),
                        "done by " + act.which().operationKey());
            }
        }
    }

    private static Plan takenBack(Page page, Plan plan, Act act) {
        Inverses.close(page, plan.getId(), act.which().step(), "taken back");
        Plan next = Progress.at(plan, act.which().step(), StepState.STEP_STATE_TAKEN_BACK, "", page.at())
                .build();
        return Progress.with(
                        next,
                        Progress.of(next, act.which().step()).toBuilder()
                                .setInverseOpen(false)
                                .clearInverseDueAt())
                .build();
    }

    /** The outcome was not seen in time. It was done all the same, so that it has to be taken back too. */
    void notAsExpected(Lease lease, Plan plan, Act act, String seen) {
        String why = "not as expected after %d s: %s".formatted(act.expected().getWithinSeconds(), seen);
        books.write(lease, page -> {
            Plan current = Turns.current(page, plan);
            ActionResult result = checked(page, current, act, Verdict.VERDICT_NOT_AS_EXPECTED, seen);
            Trusts.lose(page, current, Loss.of(current, result));
            Turns.turn(page, current, act, StepState.STEP_STATE_FAILED, why, result);
            return 0;
        });
    }

    /** It was done, and nobody could see what came of it. */
    void couldNotLook(Lease lease, Plan plan, Act act, String why) {
        books.write(lease, page -> {
            Plan current = Turns.current(page, plan);
            ActionResult result = checked(page, current, act, Verdict.VERDICT_COULD_NOT_LOOK, why);
            Trusts.lose(page, current, Loss.of(current, result));
            String reason = "it was done, and what came of it could not be seen: " + why;
            Plan marked = Turns.marked(page, current, act, StepState.STEP_STATE_UNKNOWN, reason);
            Plan.Builder next = marked.toBuilder()
                    .setState(PlanState.PLAN_STATE_UNKNOWN)
                    .setStateReason(Entries.clipped("step " + act.which().step() + ": " + reason));
            Plans.put(page, next, result, Due.NEVER);
            return 0;
        });
    }

    private static ActionResult checked(Page page, Plan plan, Act act, Verdict verdict, String seen) {
        Steps.phase(page, act.which(), Steps.Phase.ENDED);
        ActionResult result = Records.verified(lastResult(page, act), verdict, seen, page.at());
        page.audit(Records.entry(AuditAct.AUDIT_ACT_STEP_VERIFIED, plan, act, "Not as expected: " + act.sentence())
                .setResult(result));
        return result;
    }

    private static ActionResult lastResult(Page page, Act act) {
        return Plans.results(page.sql(), act.which().planId(), MOST_RESULTS).stream()
                .filter(each -> each.getOperationKey().equals(act.which().operationKey()))
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
