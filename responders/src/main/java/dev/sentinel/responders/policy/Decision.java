package dev.sentinel.responders.policy;

import dev.sentinel.v1.PolicyMode;

/**
 * What the policy says about one plan.
 *
 * @param policy the rule that decided
 * @param approvals how many people have to agree; 0 with {@code AUTO} and {@code SHADOW}
 */
public record Decision(PolicyMode mode, String policy, int approvals, String reason) {}
