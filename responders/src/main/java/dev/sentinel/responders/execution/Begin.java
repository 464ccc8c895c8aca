package dev.sentinel.responders.execution;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.responders.books.Holds;
import dev.sentinel.responders.books.Page;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Tickets;
import dev.sentinel.responders.books.Words;
import dev.sentinel.v1.ActorKind;
import dev.sentinel.v1.Approval;
import dev.sentinel.v1.ApprovalDecision;
import dev.sentinel.v1.ApprovalState;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.RiskTier;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        List<Approval> valid = valid(page, plan);
        if (plan.getMode() == PolicyMode.POLICY_MODE_APPROVE && people(valid) < plan.getRequiredApprovals()) {
            return new Verdict.Unapproved("%d of %d approvals are still valid"
                    .formatted(people(valid), plan.getRequiredApprovals()));
        }
        Optional<String> holder =
                Holds.take(page, plan.getId(), plan.getContent().getCluster(), targets(plan));
        if (holder.isPresent()) {
            return new Verdict.NotNow("the plan " + holder.get() + " is at work on one of its targets");
        }
        for (Approval each : valid) {
            Tickets.change(
                    page,
                    each.toBuilder()
                            .setState(ApprovalState.APPROVAL_STATE_USED)
                            .setUsedAt(page.at()));
        }
        return new Verdict.Begun();
    }

    private static List<Approval> valid(Page page, Plan plan) {
        return Tickets.approvals(page.sql(), plan.getId()).stream()
                .filter(each -> each.getDecision() == ApprovalDecision.APPROVAL_DECISION_APPROVED
                        && each.getState() == ApprovalState.APPROVAL_STATE_VALID
                        && each.getActor().getKind() == ActorKind.ACTOR_KIND_PERSON
                        && each.getPlanHash().equals(plan.getContentHash())
                        && Timestamps.toMillis(each.getExpiresAt())
                                > page.now().toEpochMilli())
                .toList();
    }

    private static int people(List<Approval> approvals) {
        Set<String> ids = new HashSet<>();
        approvals.forEach(each -> ids.add(each.getActor().getId()));
        return ids.size();
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
