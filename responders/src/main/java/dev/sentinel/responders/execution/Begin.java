package dev.sentinel.responders.execution;

import dev.sentinel.responders.approvals.Approvals;
import dev.sentinel.responders.books.Holds;
import dev.sentinel.responders.books.Page;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Tickets;
import dev.sentinel.responders.books.Words;
import dev.sentinel.v1.Approval;
import dev.sentinel.v1.ApprovalState;
import dev.sentinel.v1.ApprovalTicket;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.RiskTier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must be so in the very transaction that starts a plan: approved by enough people, not too late, alone on its targets. */
final class Begin {

    /** Why a plan does not start. */
    sealed interface Verdict {
        record Begun() implements Verdict {}

        /** Later perhaps. */
        record NotNow(String why) implements Verdict {}

        /** People have to be asked again. */
        record Unapproved(String why) implements Verdict {}

        record TooLate(String why) implements Verdict {}
    }

    private Begin() {}

    /** Uses the approvals up and takes the targets. */
    static Verdict of(Page page, Plan plan) {
        if (!page.now().isBefore(Plans.expiry(plan))) {
            return new Verdict.TooLate("it expired before its first step");
        }
        if (plan.getMode() != PolicyMode.POLICY_MODE_AUTO && plan.getMode() != PolicyMode.POLICY_MODE_APPROVE) {
            return new Verdict.Unapproved("the policy only lets it be thought");
        }
        Optional<ApprovalTicket> ticket = Tickets.find(page.sql(), plan.getId());
        if (plan.getMode() == PolicyMode.POLICY_MODE_APPROVE) {
            int missing = ticket.map(asked -> Approvals.missing(plan, asked, page.now()))
                    .orElse(1);
            if (missing > 0) {
                return new Verdict.Unapproved("%d approvals are not valid any more".formatted(missing));
            }
        }
        Optional<String> holder =
                Holds.take(page, plan.getId(), plan.getContent().getCluster(), targets(plan));
        if (holder.isPresent()) {
            return new Verdict.NotNow("the plan " + holder.get() + " is at work on one of its targets");
        }
        for (Approval each : Tickets.approvals(page.sql(), plan.getId())) {
            if (each.getState() == ApprovalState.APPROVAL_STATE_VALID) {
                Tickets.change(page, Approvals.used(each, page.now()));
            }
        }
        Tickets.close(page, plan.getId());
        return new Verdict.Begun();
    }

    /** What only is read needs nobody's leave to be read by two. */
    private static List<Ref> targets(Plan plan) {
        Map<String, Ref> targets = new LinkedHashMap<>();
        plan.getContent().getStepsList().stream()
                .filter(step -> step.getTier() != RiskTier.RISK_TIER_READ)
                .map(step -> step.getTarget().getRef())
                .forEach(ref -> targets.putIfAbsent(Words.of(ref), ref));
        return List.copyOf(targets.values());
    }
}
