package dev.sentinel.responders.running;

import dev.sentinel.responders.books.Entries;
import dev.sentinel.responders.books.Holds;
import dev.sentinel.responders.books.Page;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Plans.Due;
import dev.sentinel.responders.books.Shadows;
import dev.sentinel.responders.books.Tickets;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.ActorKind;
import dev.sentinel.v1.ApprovalTicket;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.RiskTier;
import dev.sentinel.v1.Step;

/** How a plan comes onto the books, and how one that has not begun leaves them. */
final class Proposal {

    private Proposal() {}

    /** Writes it down with what follows from its mode: a ticket for people, a thought for the record, or a start. */
    static Plan write(Page page, Plan.Builder plan) {
        Plan built = plan.build();
        boolean starts = built.getState() == PlanState.PLAN_STATE_APPROVED;
        Due due = Due.at(starts ? page.now() : Plans.expiry(built));
        Plan kept = Plans.insert(page, plan, due);
        Actor asker = kept.getContent().getRequestedBy();
        page.audit(Entries.of(
                asker,
                AuditAct.AUDIT_ACT_PLAN_PROPOSED,
                kept,
                "%s: %s".formatted(kept.getContent().getTitle(), kept.getStateReason())));
        if (kept.getDryRun()) {
            return kept;
        }
        if (kept.getMode() == PolicyMode.POLICY_MODE_SHADOW) {
            Shadows.note(page, kept);
        } else if (kept.getState() == PlanState.PLAN_STATE_WAITING_FOR_APPROVAL) {
            ask(page, kept, asker);
        } else if (starts) {
            Actor policy = Actor.newBuilder()
                    .setKind(ActorKind.ACTOR_KIND_POLICY)
                    .setId("policy:" + kept.getPolicy())
                    .build();
            page.audit(Entries.of(
                    policy, AuditAct.AUDIT_ACT_APPROVED, kept, "Allowed in advance: " + kept.getStateReason()));
        }
        return kept;
    }

    private static void ask(Page page, Plan plan, Actor asker) {
        ApprovalTicket ticket = ApprovalTicket.newBuilder()
                .setId("ticket-" + plan.getId())
                .setPlanId(plan.getId())
                .setPlanHash(plan.getContentHash())
                .setRequestedBy(asker)
                .setRequestedAt(page.at())
                .setExpiresAt(plan.getContent().getExpiresAt())
                .setRequiredApprovals(Math.max(1, plan.getRequiredApprovals()))
                .setHighestTier(plan.getContent().getStepsList().stream()
                        .map(Step::getTier)
                        .max(RiskTier::compareTo)
                        .orElse(RiskTier.RISK_TIER_READ))
                .build();
        Tickets.open(page, plan.getContent().getCluster(), ticket);
        page.audit(Entries.of(
                asker,
                AuditAct.AUDIT_ACT_APPROVAL_REQUESTED,
                plan,
                "Needs %d approvals: %s"
                        .formatted(
                                ticket.getRequiredApprovals(), plan.getContent().getTitle())));
    }

    /** Ends a plan before it did anything; its approvals are void. */
    static Plan giveUp(Page page, Plan.Builder plan, PlanState state, String why) {
        Tickets.close(page, plan.getId());
        Holds.release(page, plan.getId());
        Plan ended = Plans.put(page, plan.setState(state).setStateReason(Entries.clipped(why)), Due.NEVER);
        page.audit(Entries.of(Entries.RESPONDER, AuditAct.AUDIT_ACT_PLAN_WITHDRAWN, ended, why));
        return ended;
    }
}
