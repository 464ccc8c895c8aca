package dev.sentinel.responders.policy;

import dev.sentinel.v1.Ref;
import dev.sentinel.v1.RiskTier;
import java.util.Map;

/** One act that the policy is asked about. */
public record Matter(
        String cluster, String pattern, String action, RiskTier tier, Ref target, Map<String, String> labels) {
    public Matter {
        labels = Map.copyOf(labels);
    }
}
