package dev.sentinel.responders.running;

import dev.sentinel.responders.autonomy.Loss;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Deeds;
import dev.sentinel.responders.books.Entries;
import dev.sentinel.responders.books.Holds;
import dev.sentinel.responders.books.Inverses;
import dev.sentinel.responders.books.Page;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Plans.Due;
import dev.sentinel.responders.books.Requests;
import dev.sentinel.responders.books.Steps;
import dev.sentinel.responders.books.Tickets;
import dev.sentinel.responders.books.Trusts;
import dev.sentinel.responders.books.Words;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.CancelPlanRequest;
import dev.sentinel.v1.CancelPlanResponse;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Step;
import dev.sentinel.v1.StepProgress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A person stops a plan; takes back what it did, also long after; or gives up what it still owes. */
final class Cancelling {

    private final Books books;
    private final Runnable wake;

    Cancelling(Books books, Runnable wake) {
        this.books = books;
        this.wake = wake;
    }

    Answer<CancelPlanResponse> cancel(CancelPlanRequest request, Actor actor) {
        Answer<Plan> answer = books.write(page -> {
            Optional<Plan> found = Plans.find(page.sql(), request.getPlanId()).map(Plans.Kept::plan);
            if (found.isEmpty()) {
                return new Answer.NotFound<>("there is no plan " + request.getPlanId());
            }
            if (Requests.before(page, request.getRequestId(), request.getPlanId())
                    .isPresent()) {
                return new Answer.Done<>(found.get());
            }
            return cancel(page, found.get(), request, actor);
        });
        wake.run();
        return answer.map(plan -> CancelPlanResponse.newBuilder().setPlan(plan).build());
    }

    private static Answer<Plan> cancel(Page page, Plan plan, CancelPlanRequest request, Actor actor) {
        String why = Entries.clipped("cancelled by %s: %s".formatted(actor.getId(), request.getReason()));
        if (Plans.BEFORE.contains(plan.getState())) {
            Deeds.refused(page, plan);
            return new Answer.Done<>(Proposal.giveUp(page, plan.toBuilder(), PlanState.PLAN_STATE_WITHDRAWN, why));
        }
        List<Inverses.Owed> owed = Inverses.ofPlan(page.sql(), plan.getId());
        if (request.getTakeBack()) {
            Deeds.refused(page, plan);
            Trusts.lose(page, plan, Loss.of(plan, "taken back: " + why));
            return takeBack(page, plan, owed, actor, why);
        }
        if (isBeingDone(page, plan)) {
            return new Answer.Conflict<>("a step is being done right now; cancel again in a moment, or take back");
        }
        boolean ended = Plans.ENDS.contains(plan.getState()) && plan.getState() != PlanState.PLAN_STATE_UNKNOWN;
        if (ended && owed.isEmpty()) {
            return new Answer.Conflict<>(
                    "the plan is over: it is %s, and owes nothing".formatted(Words.of(plan.getState())));
        }
        Plan.Builder next = plan.toBuilder().setStateReason(why);
        if (ended) {
            giveUpOwed(page, owed, next, actor);
        } else {
            next.setState(PlanState.PLAN_STATE_FAILED);
        }
        return new Answer.Done<>(over(page, next, actor, why));
    }

    private static Plan over(Page page, Plan.Builder next, Actor actor, String why) {
        Holds.release(page, next.getId());
        Tickets.close(page, next.getId());
        Plan plan = Plans.put(page, next, Due.NEVER);
        page.audit(Entries.of(actor, AuditAct.AUDIT_ACT_PLAN_WITHDRAWN, plan, why));
        return plan;
    }

    /** A person answers for it from now on. */
    private static void giveUpOwed(Page page, List<Inverses.Owed> owed, Plan.Builder next, Actor actor) {
        for (Inverses.Owed each : owed) {
            Inverses.close(page, each.planId(), each.step(), "given up by " + actor.getId());
            for (StepProgress.Builder step : next.getProgressBuilderList()) {
                if (step.getNumber() == each.step()) {
                    step.setInverseOpen(false).clearInverseDueAt();
                }
            }
        }
    }

    static Answer<Plan> takeBack(Page page, Plan plan, List<Inverses.Owed> owed, Actor actor, String why) {
        if (plan.getState() == PlanState.PLAN_STATE_TAKING_BACK) {
            return new Answer.Done<>(plan);
        }
        if (Plans.ENDS.contains(plan.getState()) && owed.isEmpty()) {
            return new Answer.Conflict<>(
                    "there is nothing to take back of a plan that is " + Words.of(plan.getState()));
        }
        List<Ref> targets = owed.stream().map(Inverses.Owed::target).toList();
        Optional<String> holder =
                Holds.take(page, plan.getId(), plan.getContent().getCluster(), targets);
        if (holder.isPresent()) {
            return new Answer.Conflict<>("the plan %s is at work on one of its targets".formatted(holder.get()));
        }
        Plan turned = Plans.put(
                page,
                plan.toBuilder().setState(PlanState.PLAN_STATE_TAKING_BACK).setStateReason(why),
                Due.at(page.now()));
        page.audit(Entries.of(actor, AuditAct.AUDIT_ACT_PLAN_WITHDRAWN, turned, "To be taken back: " + why));
        return new Answer.Done<>(turned);
    }

    private static boolean isBeingDone(Page page, Plan plan) {
        if (plan.getState() == PlanState.PLAN_STATE_UNKNOWN) {
            return false;
        }
        return plan.getContent().getStepsList().stream()
                .map(Step::getNumber)
                .flatMap(number -> Stream.of(
                        new Steps.Which(plan.getId(), number, false), new Steps.Which(plan.getId(), number, true)))
                .flatMap(which -> Steps.find(page.sql(), which).stream())
                .anyMatch(intent -> intent.phase() == Steps.Phase.STARTED);
    }
}
