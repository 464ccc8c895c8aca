package dev.sentinel.responders.autonomy;

import dev.sentinel.v1.PolicyMode;

/** What a person may want to change in the policy, and why. */
public record Proposal(String cluster, String action, PolicyMode from, PolicyMode to, String reason) {}
