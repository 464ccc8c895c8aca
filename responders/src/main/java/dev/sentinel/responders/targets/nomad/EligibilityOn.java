package dev.sentinel.responders.targets.nomad;

import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;

/** New allocations on a Nomad node again. */
record EligibilityOn() implements Eligibility {
    private static final Declaration DECLARATION = new Declaration(
            "nomad.node.eligibility.on",
            "New allocations on a Nomad node again",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(Eligibility.THING),
            List.of(),
            List.of("Allocations that wait may be placed there at once"),
            Duration.ofSeconds(30),
            new WayBack.By("nomad.node.eligibility.off", Duration.ofDays(3)),
            "node:read, node:write",
            List.of("node-share"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public String wanted() {
        return "eligible";
    }
}
