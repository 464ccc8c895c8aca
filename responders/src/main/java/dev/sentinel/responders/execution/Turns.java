package dev.sentinel.responders.execution;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.responders.books.Entries;
import dev.sentinel.responders.books.Holds;
import dev.sentinel.responders.books.Inverses;
import dev.sentinel.responders.books.Page;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Plans.Due;
import dev.sentinel.responders.books.Tickets;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.StepProgress;
import dev.sentinel.v1.StepState;
import java.time.Duration;
import java.util.Optional;

/** How a plan goes on after one of its steps did, or did not; on the page of who writes it. */
final class Turns {

    private Turns() {}

    static Plan current(Page page, Plan plan) {
        return Plans.find(page.sql(), plan.getId()).orElseThrow().plan();
    }

    static Optional<Plan> unchanged(Page page, Plan plan) {
        return Optional.of(current(page, plan)).filter(current -> current.getRevision() == plan.getRevision());
    }

    /** Whether a way back is owed for the step, as the books say. */
    static StepProgress.Builder owing(Page page, Plan plan, Act act) {
        StepProgress.Builder step = Progress.of(plan, act.which().step()).toBuilder();
        Optional<Inverses.Owed> owed =
                Inverses.find(page.sql(), plan.getId(), act.which().step());
        step.setInverseOpen(owed.isPresent()).clearInverseDueAt();
        owed.ifPresent(
                each -> step.setInverseDueAt(Timestamps.fromMillis(each.due().toEpochMilli())));
        return step;
    }

    static Plan marked(Page page, Plan plan, Act act, StepState state, String reason) {
        if (act.which().inverse()) {
            return plan;
        }
        Plan next =
                Progress.at(plan, act.which().step(), state, reason, page.at()).build();
        return Progress.with(next, owing(page, next, act)).build();
    }

    /** Back, when there is something to take back; else the end. A taking back that fails leaves what is owed open. */
    static Plan.Builder turned(Page page, Plan plan, Act act, String reason) {
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

    static Due dueAfter(Page page, Plan plan, Act act) {
        boolean back = !act.which().inverse()
                && !Inverses.ofPlan(page.sql(), plan.getId()).isEmpty();
        return back ? Due.at(page.now()) : Due.NEVER;
    }

    /** A plan that a person ended or turned back meanwhile stays ended or turned back; what was done is on record all the same. */
    static void keep(Page page, Plan current, Act act, Plan.Builder next, ActionResult result, Due due) {
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

    /** The step is over and not as it was to be: the plan turns back, or ends. */
    static void turn(Page page, Plan current, Act act, StepState state, String reason, ActionResult result) {
        Plan marked = marked(page, current, act, state, reason);
        keep(page, current, act, turned(page, marked, act, reason), result, dueAfter(page, marked, act));
    }

    static void rest(Page page, Plan plan, int failures, String why, Duration pause) {
        Due due = Due.again(page.now().plus(pause), failures);
        if (plan.getStateReason().equals(Entries.clipped(why))) {
            Plans.due(page, plan.getId(), due);
        } else {
            Plans.put(page, plan.toBuilder().setStateReason(Entries.clipped(why)), due);
        }
    }

    static void end(Page page, Plan plan, PlanState state, String why) {
        close(page, plan);
        Plans.put(page, plan.toBuilder().setState(state).setStateReason(why), Due.NEVER);
    }

    /** Lets go of everything that a plan keeps from others. */
    static void close(Page page, Plan plan) {
        Holds.release(page, plan.getId());
        Tickets.close(page, plan.getId());
    }
}
