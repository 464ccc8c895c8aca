package dev.sentinel.responders.execution;

import dev.sentinel.responders.guards.Concern;
import dev.sentinel.responders.guards.Standing;
import dev.sentinel.responders.policy.Decision;
import dev.sentinel.responders.policy.Matter;
import dev.sentinel.responders.policy.Policy;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PolicyMode;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the policy says now of a plan that has not begun: its file may be another one than when the plan was made, and a window
 * may have closed; or what it would do went wrong elsewhere. One that has begun goes on; half a repair is worse than a late one.
 */
final class Leave {

    private final Supplier<Policy> policy;

    Leave(Supplier<Policy> policy) {
        this.policy = policy;
    }

    /** Why it may not begin as it was allowed; empty when it may. */
    Optional<String> refused(
            Plan plan, Optional<Incident> incident, Situation situation, Standing standing, Instant now) {
        return distrusted(plan, standing).or(() -> stricter(plan, incident, situation, now));
    }

    /** Of all its steps: one that would be stopped half-way is not begun. */
    private static Optional<String> distrusted(Plan plan, Standing standing) {
        return plan.getMode() != PolicyMode.POLICY_MODE_AUTO
                ? Optional.empty()
                : standing.distrusted().stream()
                        .filter(lost -> plan.getContent().getStepsList().stream()
                                .anyMatch(step -> step.getAction().equals(lost.action())))
                        .findFirst()
                        .map(lost -> "%s went wrong meanwhile when nobody was asked: %s"
                                .formatted(lost.action(), lost.why()));
    }

    private Optional<String> stricter(Plan plan, Optional<Incident> incident, Situation situation, Instant now) {
        String pattern = incident.map(Incident::getPattern).orElse("");
        Decision decision = policy.get()
                .decide(
                        plan.getContent().getStepsList().stream()
                                .map(step -> new Matter(
                                        plan.getContent().getCluster(),
                                        pattern,
                                        step.getAction(),
                                        step.getTier(),
                                        step.getTarget().getRef(),
                                        new Concern(step.getTarget().getRef(), situation).labels()))
                                .toList(),
                        now);
        boolean stricter = decision.mode().compareTo(plan.getMode()) < 0
                || (decision.mode() == plan.getMode() && decision.approvals() > plan.getRequiredApprovals());
        return stricter
                ? Optional.of("the policy is stricter now: %s (%s)".formatted(decision.policy(), decision.reason()))
                : Optional.empty();
    }
}
