package dev.sentinel.responders.runbooks;

import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.v1.ExpectedOutcome;
import dev.sentinel.v1.RiskTier;
import java.util.List;
import java.util.Optional;

/**
 * One step of a runbook, which becomes as many steps of a plan as it finds targets.
 *
 * @param phase empty for what only reads and may stand anywhere
 * @param optional whether the runbook makes sense when it finds no target
 * @param after names of steps that must have succeeded first
 */
public record Step(
        String name,
        Optional<Phase> phase,
        Declaration action,
        Finder on,
        List<Given> with,
        List<String> guards,
        Wording sentence,
        ExpectedOutcome expected,
        boolean optional,
        List<String> after) {

    public Step {
        with = List.copyOf(with);
        guards = List.copyOf(guards);
        after = List.copyOf(after);
    }

    public boolean reads() {
        return action.tier() == RiskTier.RISK_TIER_READ;
    }
}
