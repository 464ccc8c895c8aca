package dev.sentinel.responders.execution;

import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.autonomy.Loss;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Entries;
import dev.sentinel.responders.books.Inverses;
import dev.sentinel.responders.books.Page;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Plans.Due;
import dev.sentinel.responders.books.Steps;
import dev.sentinel.responders.books.Trusts;
import dev.sentinel.responders.books.Words;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.AuditEntry;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.StepState;
import java.time.Duration;
import java.util.Optional;

/** Writes down what came of an attempt at an act, whatever else became of its plan meanwhile. */
final class Results {

    private final Books books;

    Results(Books books) {
        this.books = books;
    }

    /** It is done, as its answer or a later look says. */
    void done(Lease lease, Plan plan, Act act, Steps.Intent intent, Outcome outcome) {
        books.write(lease, page -> {
            // Whatever else became of the plan: what was done is written down.
            write(page, Turns.current(page, plan), act, intent, outcome);
            return 0;
        });
    }

    static void write(Page page, Plan plan, Act act, Steps.Intent intent, Outcome outcome) {
        ActionResult result = Records.result(plan, act, intent, outcome, page.at());
        if (outcome instanceof Outcome.AlreadyDone && !act.which().inverse()) {
            // We changed nothing, so there is nothing of ours to take back.
            Inverses.drop(page, plan.getId(), act.which().step());
        }
        Steps.check(page, act.which());
        page.audit(finished(plan, act, result));
        Plan.Builder next = plan.toBuilder();
        if (!act.which().inverse()) {
            next = Progress.at(plan, act.which().step(), StepState.STEP_STATE_VERIFYING, "", page.at());
            next = Progress.with(next.build(), Turns.owing(page, next.build(), act));
            next.setState(PlanState.PLAN_STATE_RUNNING).setStateReason("");
        }
        Turns.keep(page, plan, act, next, result, Due.at(page.now()));
    }

    private static AuditEntry.Builder finished(Plan plan, Act act, ActionResult result) {
        return Records.entry(
                        AuditAct.AUDIT_ACT_STEP_FINISHED,
                        plan,
                        act,
                        "%s: %s".formatted(Words.of(result.getOutcomeCase()), act.sentence()))
                .setResult(result);
    }

    /** It is known not to have been done; it is tried again then. */
    void notDone(Lease lease, Plan plan, Act act, Steps.Intent intent, Outcome.Failed why, Duration pause) {
        books.write(lease, page -> {
            Plan current = Turns.current(page, plan);
            ActionResult result = Records.result(current, act, intent, why, page.at());
            undo(page, current, act);
            page.audit(finished(current, act, result));
            Plan.Builder next = act.which().inverse()
                    ? current.toBuilder()
                    : Progress.at(current, act.which().step(), StepState.STEP_STATE_PENDING, why.reason(), page.at());
            Turns.keep(page, current, act, next, result, Due.at(page.now().plus(pause)));
            return 0;
        });
    }

    private static void undo(Page page, Plan plan, Act act) {
        Steps.phase(page, act.which(), Steps.Phase.NOT_DONE);
        if (!act.which().inverse()) {
            Inverses.drop(page, plan.getId(), act.which().step());
        }
    }

    /** It is known not to have been done, and is not tried again: what the plan did before is taken back. */
    void stopped(Lease lease, Plan plan, Act act, Optional<Steps.Intent> intent, Outcome why, StepState state) {
        books.write(lease, page -> {
            Plan current = Turns.current(page, plan);
            String reason = reason(why);
            if (intent.isEmpty() && Turns.unchanged(page, plan).isEmpty()) {
                return 0;
            }
            Steps.Intent made = intent.orElseGet(() -> new Steps.Intent(
                    act.which(),
                    1,
                    lease.epoch(),
                    Steps.Phase.NOT_DONE,
                    page.now(),
                    Optional.empty(),
                    Optional.empty()));
            ActionResult result = Records.result(current, act, made, why, page.at());
            undo(page, current, act);
            page.audit(finished(current, act, result));
            Turns.turn(page, current, act, state, reason, result);
            return 0;
        });
    }

    private static String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> done.observation();
            case Outcome.AlreadyDone already -> already.observation();
            case Outcome.Refused refused -> refused.guard() + ": " + refused.reason();
            case Outcome.Failed failed -> failed.reason();
            case Outcome.Unknown unknown -> unknown.reason();
        };
    }

    /** Nobody knows yet; it is looked at again then. */
    void doubtful(Lease lease, Plan plan, Act act, Steps.Intent intent, Outcome.Unknown why, Duration pause) {
        books.write(lease, page -> {
            Plan current = Turns.current(page, plan);
            ActionResult result = Records.result(current, act, intent, why, page.at());
            page.audit(finished(current, act, result));
            Plan.Builder next = act.which().inverse()
                    ? current.toBuilder()
                    : Progress.at(current, act.which().step(), StepState.STEP_STATE_STARTED, why.reason(), page.at());
            Turns.keep(page, current, act, next, result, Due.at(page.now().plus(pause)));
            return 0;
        });
    }

    /** Nobody will know without a person: everything stays as it is, the targets stay held. */
    void unknown(Lease lease, Plan plan, Act act, Steps.Intent intent, Outcome.Unknown why) {
        books.write(lease, page -> {
            Plan current = Turns.current(page, plan);
            ActionResult result = Records.result(current, act, intent, why, page.at());
            page.audit(finished(current, act, result));
            Plan marked = Turns.marked(page, current, act, StepState.STEP_STATE_UNKNOWN, why.reason());
            Plan.Builder next = marked.toBuilder()
                    .setState(PlanState.PLAN_STATE_UNKNOWN)
                    .setStateReason(Entries.clipped("step %d: %s: %s; %s"
                            .formatted(act.which().step(), act.sentence(), why.reason(), why.howToLearn())));
            Trusts.lose(page, current, Loss.of(current, result));
            Plans.put(page, next, result, Due.NEVER);
            return 0;
        });
    }
}
