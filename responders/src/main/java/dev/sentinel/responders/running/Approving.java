package dev.sentinel.responders.running;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Entries;
import dev.sentinel.responders.books.Page;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Plans.Due;
import dev.sentinel.responders.books.Tickets;
import dev.sentinel.responders.books.Words;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.ActorKind;
import dev.sentinel.v1.Approval;
import dev.sentinel.v1.ApprovalDecision;
import dev.sentinel.v1.ApprovalState;
import dev.sentinel.v1.ApprovalTicket;
import dev.sentinel.v1.ApprovePlanRequest;
import dev.sentinel.v1.ApprovePlanResponse;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.RejectPlanRequest;
import dev.sentinel.v1.RejectPlanResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** A yes or a no to exactly one plan, from a person who did not ask for it, once. What is not accepted is in the audit too. */
final class Approving {

    private static final int SHORTEST_NONCE = 16;
    private static final int LONGEST_NONCE = 64;

    private final Books books;
    private final Supplier<Rules> rules;
    private final Runnable wake;

    /** What somebody says. */
    private record Word(
            String planId, String hash, ByteString nonce, String reason, Duration valid, ApprovalDecision decision) {}

    private record Said(Approval approval, Plan plan) {}

    Approving(Books books, Supplier<Rules> rules, Runnable wake) {
        this.books = books;
        this.rules = rules;
        this.wake = wake;
    }

    Answer<ApprovePlanResponse> approve(ApprovePlanRequest request, Actor actor) {
        var word = new Word(
                request.getPlanId(),
                request.getPlanHash(),
                request.getNonce(),
                request.getReason(),
                Duration.ofSeconds(request.getValidSeconds()),
                ApprovalDecision.APPROVAL_DECISION_APPROVED);
        return say(word, actor).map(said -> ApprovePlanResponse.newBuilder()
                .setApproval(said.approval())
                .setPlan(said.plan())
                .build());
    }

    Answer<RejectPlanResponse> reject(RejectPlanRequest request, Actor actor) {
        var word = new Word(
                request.getPlanId(),
                request.getPlanHash(),
                request.getNonce(),
                request.getReason(),
                Duration.ofDays(1),
                ApprovalDecision.APPROVAL_DECISION_REJECTED);
        return say(word, actor)
                .map(said -> RejectPlanResponse.newBuilder().setPlan(said.plan()).build());
    }

    private Answer<Said> say(Word word, Actor actor) {
        if (word.nonce().size() < SHORTEST_NONCE || word.nonce().size() > LONGEST_NONCE) {
            return new Answer.Invalid<>("a nonce has %d to %d bytes".formatted(SHORTEST_NONCE, LONGEST_NONCE));
        }
        Answer<Said> answer = books.write(page -> say(page, word, actor));
        wake.run();
        return answer;
    }

    private Answer<Said> say(Page page, Word word, Actor actor) {
        Optional<Plan> found = Plans.find(page.sql(), word.planId()).map(Plans.Kept::plan);
        if (found.isEmpty()) {
            page.audit(Entries.of(
                            actor,
                            AuditAct.AUDIT_ACT_APPROVAL_REFUSED,
                            "Answered a plan that there is not: " + word.planId())
                    .setPlanId(word.planId()));
            return new Answer.NotFound<>("there is no plan " + word.planId());
        }
        Plan plan = found.get();
        Optional<String> objection = objection(page, plan, word, actor);
        if (objection.isPresent()) {
            page.audit(Entries.of(
                    actor, AuditAct.AUDIT_ACT_APPROVAL_REFUSED, plan, "Not accepted: " + objection.get()));
            return new Answer.Denied<>(objection.get());
        }
        Approval approval = approval(page, plan, word, actor);
        Tickets.add(page, approval);
        boolean yes = word.decision() == ApprovalDecision.APPROVAL_DECISION_APPROVED;
        page.audit(Entries.of(
                        actor,
                        yes ? AuditAct.AUDIT_ACT_APPROVED : AuditAct.AUDIT_ACT_REJECTED,
                        plan,
                        word.reason().isEmpty() ? plan.getContent().getTitle() : word.reason())
                .setApprovalId(approval.getId()));
        return new Answer.Done<>(new Said(approval, yes ? approved(page, plan) : rejected(page, plan, word, actor)));
    }

    private static Optional<String> objection(Page page, Plan plan, Word word, Actor actor) {
        if (actor.getKind() != ActorKind.ACTOR_KIND_PERSON) {
            return Optional.of("only people decide, and %s is none".formatted(actor.getId()));
        }
        if (!plan.getContentHash().equals(word.hash())) {
            return Optional.of("the plan is another one now: its hash is %s. Read it again".formatted(plan.getContentHash()));
        }
        if (Tickets.known(page.sql(), word.nonce().toByteArray())) {
            return Optional.of("this answer was given before; each counts once");
        }
        if (plan.getState() != PlanState.PLAN_STATE_WAITING_FOR_APPROVAL) {
            return Optional.of("the plan waits for no answer: it is %s".formatted(Words.of(plan.getState())));
        }
        if (!page.now().isBefore(Plans.expiry(plan))) {
            return Optional.of("the plan expired; ask for a new one");
        }
        ApprovalTicket ticket = Tickets.find(page.sql(), plan.getId()).orElseThrow();
        boolean no = word.decision() == ApprovalDecision.APPROVAL_DECISION_REJECTED;
        if (!no && ticket.getRequestedBy().getId().equals(actor.getId())) {
            return Optional.of("%s asked for the plan; somebody else has to approve it".formatted(actor.getId()));
        }
        boolean again = ticket.getApprovalsList().stream()
                .anyMatch(each -> each.getActor().getId().equals(actor.getId()) && isValid(each, page.now()));
        if (!no && again) {
            return Optional.of("%s approved it already; another person has to".formatted(actor.getId()));
        }
        return Optional.empty();
    }

    private static boolean isValid(Approval approval, Instant now) {
        return approval.getState() == ApprovalState.APPROVAL_STATE_VALID
                && approval.getDecision() == ApprovalDecision.APPROVAL_DECISION_APPROVED
                && Timestamps.toMillis(approval.getExpiresAt()) > now.toEpochMilli();
    }

    private Approval approval(Page page, Plan plan, Word word, Actor actor) {
        Instant end = page.now().plus(word.valid());
        for (Instant limit :
                new Instant[] {page.now().plus(rules.get().policy().approvalValid()), Plans.expiry(plan)}) {
            end = limit.isBefore(end) ? limit : end;
        }
        int number = Tickets.approvals(page.sql(), plan.getId()).size() + 1;
        return Approval.newBuilder()
                .setId("%s.a%02d".formatted(plan.getId(), number))
                .setPlanId(plan.getId())
                .setPlanHash(plan.getContentHash())
                .setDecision(word.decision())
                .setState(ApprovalState.APPROVAL_STATE_VALID)
                .setActor(actor)
                .setDecidedAt(page.at())
                .setExpiresAt(Timestamps.fromMillis(end.toEpochMilli()))
                .setNonce(word.nonce())
                .setReason(word.reason())
                .build();
    }

    private static Plan approved(Page page, Plan plan) {
        long yes = Tickets.approvals(page.sql(), plan.getId()).stream()
                .filter(each -> isValid(each, page.now()))
                .map(each -> each.getActor().getId())
                .distinct()
                .count();
        boolean enough = yes >= plan.getRequiredApprovals();
        Plan.Builder next = plan.toBuilder()
                .setStateReason("%d of %d approvals".formatted(yes, plan.getRequiredApprovals()));
        if (enough) {
            next.setState(PlanState.PLAN_STATE_APPROVED);
        }
        return Plans.put(page, next, Due.at(enough ? page.now() : Plans.expiry(plan)));
    }

    private static Plan rejected(Page page, Plan plan, Word word, Actor actor) {
        Tickets.close(page, plan.getId());
        return Plans.put(
                page,
                plan.toBuilder()
                        .setState(PlanState.PLAN_STATE_REJECTED)
                        .setStateReason(Entries.clipped(actor.getId() + ": " + word.reason())),
                Due.NEVER);
    }
}
