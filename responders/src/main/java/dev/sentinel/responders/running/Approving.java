package dev.sentinel.responders.running;

import dev.sentinel.responders.approvals.Approvals;
import dev.sentinel.responders.approvals.Refusal;
import dev.sentinel.responders.approvals.Role;
import dev.sentinel.responders.approvals.Word;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Deeds;
import dev.sentinel.responders.books.Entries;
import dev.sentinel.responders.books.Page;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Plans.Due;
import dev.sentinel.responders.books.Tickets;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.Approval;
import dev.sentinel.v1.ApprovalDecision;
import dev.sentinel.v1.ApprovalTicket;
import dev.sentinel.v1.ApprovePlanRequest;
import dev.sentinel.v1.ApprovePlanResponse;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.RejectPlanRequest;
import dev.sentinel.v1.RejectPlanResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A yes or a no to exactly one plan, from a person who did not ask for it, once. What is not accepted is in the audit too. */
final class Approving {

    private final Books books;
    private final Supplier<Rules> rules;
    private final Runnable wake;

    private record Said(Approval approval, Plan plan) {}

    Approving(Books books, Supplier<Rules> rules, Runnable wake) {
        this.books = books;
        this.rules = rules;
        this.wake = wake;
    }

    Answer<ApprovePlanResponse> approve(ApprovePlanRequest request, Actor actor, Set<Role> roles) {
        var word = new Word(
                actor,
                roles,
                ApprovalDecision.APPROVAL_DECISION_APPROVED,
                request.getPlanHash(),
                request.getNonce(),
                request.getReason(),
                Duration.ofSeconds(request.getValidSeconds()));
        return say(request.getPlanId(), word)
                .map(said -> ApprovePlanResponse.newBuilder()
                        .setApproval(said.approval())
                        .setPlan(said.plan())
                        .build());
    }

    Answer<RejectPlanResponse> reject(RejectPlanRequest request, Actor actor, Set<Role> roles) {
        var word = new Word(
                actor,
                roles,
                ApprovalDecision.APPROVAL_DECISION_REJECTED,
                request.getPlanHash(),
                request.getNonce(),
                request.getReason(),
                rules.get().policy().approvalValid());
        return say(request.getPlanId(), word)
                .map(said ->
                        RejectPlanResponse.newBuilder().setPlan(said.plan()).build());
    }

    private Answer<Said> say(String planId, Word word) {
        Answer<Said> answer = books.write(page -> say(page, planId, word));
        wake.run();
        return answer;
    }

    private Answer<Said> say(Page page, String planId, Word word) {
        Optional<Plan> found = Plans.find(page.sql(), planId).map(Plans.Kept::plan);
        if (found.isEmpty()) {
            page.audit(Entries.of(
                            word.actor(),
                            AuditAct.AUDIT_ACT_APPROVAL_REFUSED,
                            "Answered a plan that there is not: " + planId)
                    .setPlanId(planId));
            return new Answer.NotFound<>("there is no plan " + planId);
        }
        Plan plan = found.get();
        Optional<ApprovalTicket> ticket = Tickets.find(page.sql(), planId);
        if (ticket.isEmpty()) {
            return refused(page, plan, word, "nobody has to be asked about this plan");
        }
        boolean used = Tickets.known(page.sql(), word.nonce().toByteArray());
        Optional<Refusal> objection = Approvals.objection(plan, ticket.get(), word, used, page.now());
        if (objection.isPresent()) {
            return refused(page, plan, word, objection.get().sentence());
        }
        Approval approval =
                Approvals.accept(plan, ticket.get(), word, rules.get().policy(), page.now());
        Tickets.add(page, approval);
        boolean yes = word.decision() == ApprovalDecision.APPROVAL_DECISION_APPROVED;
        page.audit(Entries.of(
                        word.actor(),
                        yes ? AuditAct.AUDIT_ACT_APPROVED : AuditAct.AUDIT_ACT_REJECTED,
                        plan,
                        word.reason().isEmpty() ? plan.getContent().getTitle() : word.reason())
                .setApprovalId(approval.getId()));
        return new Answer.Done<>(new Said(approval, yes ? approved(page, plan) : rejected(page, plan, word)));
    }

    private static Answer<Said> refused(Page page, Plan plan, Word word, String why) {
        page.audit(Entries.of(word.actor(), AuditAct.AUDIT_ACT_APPROVAL_REFUSED, plan, "Not accepted: " + why));
        return new Answer.Denied<>(why);
    }

    private static Plan approved(Page page, Plan plan) {
        int missing =
                Approvals.missing(plan, Tickets.find(page.sql(), plan.getId()).orElseThrow(), page.now());
        boolean enough = missing == 0;
        Plan.Builder next =
                plan.toBuilder().setStateReason(enough ? "approved" : missing + " more approvals are needed");
        if (enough) {
            next.setState(PlanState.PLAN_STATE_APPROVED);
        }
        return Plans.put(page, next, Due.at(enough ? page.now() : Plans.expiry(plan)));
    }

    private static Plan rejected(Page page, Plan plan, Word word) {
        Deeds.refused(page, plan);
        Tickets.close(page, plan.getId());
        return Plans.put(
                page,
                plan.toBuilder()
                        .setState(PlanState.PLAN_STATE_REJECTED)
                        .setStateReason(Entries.clipped(word.actor().getId() + ": " + word.reason())),
                Due.NEVER);
    }
}
