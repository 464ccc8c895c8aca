package dev.sentinel.responders.execution;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.books.Acts;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Entries;
import dev.sentinel.responders.books.Holds;
import dev.sentinel.responders.books.Inverses;
import dev.sentinel.responders.books.Page;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Plans.Due;
import dev.sentinel.responders.books.Steps;
import dev.sentinel.responders.books.Tickets;
import dev.sentinel.responders.books.Words;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.AuditEntry;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.StepProgress;
import dev.sentinel.v1.StepState;
import dev.sentinel.v1.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Writes down each turn that a plan takes, under the lease of who acts. Every page reads the plan again: a person may have
 * cancelled it since it was looked at.
 */
final class Scribe {

    private static final int MOST_RESULTS = 256;

    private final Books books;
    private final Standings standings;

    /** What an intent became. */
    sealed interface Intention {
        /** It is on record; now it may be done, and only now. */
        record Committed(Plan plan, Steps.Intent intent) implements Intention {}

        /** Something else comes first. */
        record Dropped() implements Intention {}
    }

    Scribe(Books books, Standings standings) {
        this.books = books;
        this.standings = standings;
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

    /** The intent, with everything that has to be true at the same moment. */
    Intention intend(Lease lease, Plan plan, Act act, Optional<Inverse> wayBack) {
        return books.write(lease, page -> {
            Optional<Plan> current = unchanged(page, plan);
            if (current.isEmpty()) {
                return new Intention.Dropped();
            }
            Optional<String> paused =
                    standings.pausedBecause(page.sql(), plan.getContent().getCluster());
            if (paused.isPresent()) {
                rest(page, plan, 0, "paused: " + paused.get(), Duration.ofSeconds(1));
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
                rest(page, plan, 0, notNow.why(), Duration.ofSeconds(5));
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
                end(page, plan, PlanState.PLAN_STATE_EXPIRED, tooLate.why());
                yield false;
            }
        };
    }

    /** Nothing was in the way, and nothing was left to do: begins the plan where it has not begun, and goes on to the check. */
    void foundDone(Lease lease, Plan plan, Act act, String observation) {
        books.write(lease, page -> {
            Optional<Plan> current = unchanged(page, plan);
            if (current.isPresent() && begun(page, plan)) {
                Steps.intend(page, act.which(), lease.epoch());
                Steps.Intent intent = Steps.find(page.sql(), act.which()).orElseThrow();
                done(page, plan, act, intent, new Outcome.AlreadyDone(observation));
            }
            return 0;
        });
    }

    /** It is done, as its answer or a later look says. */
    void done(Lease lease, Plan plan, Act act, Steps.Intent intent, Outcome outcome) {
        books.write(lease, page -> {
            // Whatever else became of the plan: what was done is written down.
            done(page, current(page, plan), act, intent, outcome);
            return 0;
        });
    }

    private void done(Page page, Plan plan, Act act, Steps.Intent intent, Outcome outcome) {
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
            next = Progress.with(next.build(), owing(page, next.build(), act));
            next.setState(PlanState.PLAN_STATE_RUNNING).setStateReason("");
        }
        keep(page, plan, act, next, result, Due.at(page.now()));
    }

    /** Whether a way back is owed for the step, as the books say. */
    private static StepProgress.Builder owing(Page page, Plan plan, Act act) {
        StepProgress.Builder step = Progress.of(plan, act.which().step()).toBuilder();
        Optional<Inverses.Owed> owed =
                Inverses.find(page.sql(), plan.getId(), act.which().step());
        step.setInverseOpen(owed.isPresent()).clearInverseDueAt();
        owed.ifPresent(
                each -> step.setInverseDueAt(Timestamps.fromMillis(each.due().toEpochMilli())));
        return step;
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
            Plan current = current(page, plan);
            ActionResult result = Records.result(current, act, intent, why, page.at());
            undo(page, current, act);
            page.audit(finished(current, act, result));
            Plan.Builder next = act.which().inverse()
                    ? current.toBuilder()
                    : Progress.at(current, act.which().step(), StepState.STEP_STATE_PENDING, why.reason(), page.at());
            keep(page, current, act, next, result, Due.at(page.now().plus(pause)));
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
            Plan current = current(page, plan);
            String reason = reason(why);
            if (intent.isEmpty() && unchanged(page, plan).isEmpty()) {
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
            Plan marked = marked(page, current, act, state, reason);
            keep(page, current, act, turned(page, marked, act, reason), result, dueAfter(page, marked, act));
            return 0;
        });
    }

    private static Plan marked(Page page, Plan plan, Act act, StepState state, String reason) {
        if (act.which().inverse()) {
            return plan;
        }
        Plan next =
                Progress.at(plan, act.which().step(), state, reason, page.at()).build();
        return Progress.with(next, owing(page, next, act)).build();
    }

    /** Back, when there is something to take back; else the end. A taking back that fails leaves what is owed open. */
    private static Plan.Builder turned(Page page, Plan plan, Act act, String reason) {
        boolean back = !act.which().inverse()
                && !Inverses.ofPlan(page.sql(), plan.getId()).isEmpty();
        if (!back) {
            close(page, plan);
        }
        return plan.toBuilder()
                .setState(back ? PlanState.PLAN_STATE_TAKING_BACK : PlanState.PLAN_STATE_FAILED)
                .setStateReason(
                        Entries.clipped("step %d: %s: %s".formatted(act.which().step(), act.sentence(), reason)));
    }

    private static Due dueAfter(Page page, Plan plan, Act act) {
        boolean back = !act.which().inverse()
                && !Inverses.ofPlan(page.sql(), plan.getId()).isEmpty();
        return back ? Due.at(page.now()) : Due.NEVER;
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
            Plan current = current(page, plan);
            ActionResult result = Records.result(current, act, intent, why, page.at());
            page.audit(finished(current, act, result));
            Plan.Builder next = act.which().inverse()
                    ? current.toBuilder()
                    : Progress.at(current, act.which().step(), StepState.STEP_STATE_STARTED, why.reason(), page.at());
            keep(page, current, act, next, result, Due.at(page.now().plus(pause)));
            return 0;
        });
    }

    /** Nobody will know without a person: everything stays as it is, the targets stay held. */
    void unknown(Lease lease, Plan plan, Act act, Steps.Intent intent, Outcome.Unknown why) {
        books.write(lease, page -> {
            Plan current = current(page, plan);
            ActionResult result = Records.result(current, act, intent, why, page.at());
            page.audit(finished(current, act, result));
            Plan marked = marked(page, current, act, StepState.STEP_STATE_UNKNOWN, why.reason());
            Plan.Builder next = marked.toBuilder()
                    .setState(PlanState.PLAN_STATE_UNKNOWN)
                    .setStateReason(Entries.clipped("step %d: %s: %s; %s"
                            .formatted(act.which().step(), act.sentence(), why.reason(), why.howToLearn())));
            Plans.put(page, next, result, Due.NEVER);
            return 0;
        });
    }

    void holding(Lease lease, Plan plan, Act act, Optional<Instant> since, String seen, Duration pause) {
        books.write(lease, page -> {
            Plan current = current(page, plan);
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
            Plan current = current(page, plan);
            Steps.phase(page, act.which(), Steps.Phase.ENDED);
            ActionResult result = Records.verified(lastResult(page, act), Verdict.VERDICT_AS_EXPECTED, seen, page.at());
            AuditAct what =
                    act.which().inverse() ? AuditAct.AUDIT_ACT_STEP_TAKEN_BACK : AuditAct.AUDIT_ACT_STEP_VERIFIED;
            page.audit(Records.entry(what, current, act, "As expected: " + act.sentence())
                    .setResult(result));
            Plan next = act.which().inverse() ? takenBack(page, current, act) : forward(page, current, act);
            boolean over = Plans.ENDS.contains(next.getState());
            keep(page, current, act, next.toBuilder(), result, over ? Due.NEVER : Due.at(page.now()));
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
            close(page, next);
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
            Plan current = current(page, plan);
            ActionResult result = checked(page, current, act, Verdict.VERDICT_NOT_AS_EXPECTED, seen);
            Plan marked = marked(page, current, act, StepState.STEP_STATE_FAILED, why);
            keep(page, current, act, turned(page, marked, act, why), result, dueAfter(page, marked, act));
            return 0;
        });
    }

    /** It was done, and nobody could see what came of it. */
    void couldNotLook(Lease lease, Plan plan, Act act, String why) {
        books.write(lease, page -> {
            Plan current = current(page, plan);
            ActionResult result = checked(page, current, act, Verdict.VERDICT_COULD_NOT_LOOK, why);
            String reason = "it was done, and what came of it could not be seen: " + why;
            Plan marked = marked(page, current, act, StepState.STEP_STATE_UNKNOWN, reason);
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

    /** A plan that a person ended or turned back meanwhile stays ended or turned back; what was done is on record all the same. */
    private static void keep(Page page, Plan current, Act act, Plan.Builder next, ActionResult result, Due due) {
        if (Plans.ENDS.contains(current.getState())) {
            next.setState(current.getState()).setStateReason(current.getStateReason());
            Plans.put(page, next, result, Due.NEVER);
        } else if (Progress.isTakingBack(current) && !act.which().inverse()) {
            next.setState(current.getState()).setStateReason(current.getStateReason());
            Plans.put(page, next, result, Due.at(page.now()));
        } else {
            Plans.put(page, next, result, due);
        }
    }

    /** All is taken back that was owed. */
    void allTakenBack(Lease lease, Plan plan) {
        books.write(lease, page -> {
            Plan current = current(page, plan);
            end(page, current, PlanState.PLAN_STATE_TAKEN_BACK, current.getStateReason());
            return 0;
        });
    }

    /** Something passing is in the way. */
    void again(Lease lease, Plan plan, int failures, String why, Duration pause) {
        books.write(lease, page -> {
            unchanged(page, plan).ifPresent(current -> rest(page, current, failures, why, pause));
            return 0;
        });
    }

    private static void rest(Page page, Plan plan, int failures, String why, Duration pause) {
        Due due = Due.again(page.now().plus(pause), failures);
        if (plan.getStateReason().equals(Entries.clipped(why))) {
            Plans.due(page, plan.getId(), due);
        } else {
            Plans.put(page, plan.toBuilder().setStateReason(Entries.clipped(why)), due);
        }
    }

    private static void end(Page page, Plan plan, PlanState state, String why) {
        close(page, plan);
        Plans.put(page, plan.toBuilder().setState(state).setStateReason(why), Due.NEVER);
    }

    /** Lets go of everything that a plan keeps from others. */
    static void close(Page page, Plan plan) {
        Holds.release(page, plan.getId());
        Tickets.close(page, plan.getId());
    }

    private static Plan current(Page page, Plan plan) {
        return Plans.find(page.sql(), plan.getId()).orElseThrow().plan();
    }

    private static Optional<Plan> unchanged(Page page, Plan plan) {
        return Optional.of(current(page, plan)).filter(current -> current.getRevision() == plan.getRevision());
    }
}
