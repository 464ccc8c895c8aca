package dev.sentinel.responders.targets.nomad;

import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;

/** Nothing new is placed on a Nomad node; what runs there stays. Never a drain, which moves things (domain, telemetry stores 6.1). */
record EligibilityOff() implements Eligibility {
    private static final Declaration DECLARATION = new Declaration(
            "nomad.node.eligibility.off",
            "Nothing new is placed on a Nomad node; what runs there stays",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(Eligibility.THING),
            List.of(),
            List.of("What ends there is placed elsewhere, or waits"),
            Duration.ofSeconds(30),
            new WayBack.By("nomad.node.eligibility.on", Duration.ofDays(3)),
            "node:read, node:write",
            List.of("node-share"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public String wanted() {
        return "ineligible";
    }
}
