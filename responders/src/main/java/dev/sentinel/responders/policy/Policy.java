package dev.sentinel.responders.policy;

import dev.sentinel.responders.guards.Standing.Bounds;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What may be done without asking, after asking, or only in thought. The first rule that fits an act decides about it; the
 * strictest of its acts decides about a plan.
 *
 * @param planValid how long a plan waits for people before it has to be made again
 * @param approvalValid how long a person's yes can be used
 */
public record Policy(
        String name, String version, List<Rule> rules, Bounds bounds, Duration planValid, Duration approvalValid) {

    /** Two people agree to what cannot be had back. */
    public static final int APPROVALS_TO_DESTROY = 2;

    private static final String NO_RULE = "no rule";

    public Policy {
        rules = List.copyOf(rules);
    }

    /** What becomes of a plan with these acts, which is what becomes of the strictest of them. */
    public Decision decide(List<Matter> matters, Instant now) {
        var decisions = new ArrayList<Decision>();
        matters.forEach(matter -> decisions.add(decide(matter, now)));
        var strictest = decisions.stream()
                .min(Comparator.comparing(Decision::mode))
                .orElseThrow(() -> new IllegalArgumentException("a plan does something"));
        var approvals = strictest.mode() == PolicyMode.POLICY_MODE_APPROVE
                ? decisions.stream().mapToInt(Decision::approvals).max().orElse(1)
                : 0;
        return new Decision(strictest.mode(), strictest.policy(), approvals, strictest.reason());
    }

    private Decision decide(Matter matter, Instant now) {
        return rules.stream()
                .filter(rule -> rule.fits(matter, now))
                .findFirst()
                .map(rule -> bounded(rule, matter))
                .orElseGet(() -> asking(matter, NO_RULE, 1, "no rule speaks of %s".formatted(matter.action())));
    }

    private Decision bounded(Rule rule, Matter matter) {
        var said = "rule %s about %s".formatted(rule.name(), matter.action());
        return switch (rule.mode()) {
            case POLICY_MODE_SHADOW -> new Decision(PolicyMode.POLICY_MODE_SHADOW, named(rule.name()), 0, said);
            case POLICY_MODE_AUTO ->
                matter.tier() == RiskTier.RISK_TIER_DESTRUCTIVE
                        ? asking(matter, rule.name(), rule.approvals(), "nothing destructive is done without people")
                        : new Decision(PolicyMode.POLICY_MODE_AUTO, named(rule.name()), 0, said);
            case POLICY_MODE_APPROVE, POLICY_MODE_UNSPECIFIED, UNRECOGNIZED ->
                asking(matter, rule.name(), rule.approvals(), said);
        };
    }

    private Decision asking(Matter matter, String rule, int approvals, String reason) {
        var least = matter.tier() == RiskTier.RISK_TIER_DESTRUCTIVE ? APPROVALS_TO_DESTROY : 1;
        return new Decision(PolicyMode.POLICY_MODE_APPROVE, named(rule), Math.max(least, approvals), reason);
    }

    private String named(String rule) {
        return "%s/%s".formatted(name, rule);
    }
}
