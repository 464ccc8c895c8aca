package dev.sentinel.responders.actions;

import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an act says of itself before anybody does it.
 *
 * @param name dotted and lower case, its target's system first: "longhorn.node.scheduling.off"
 * @param targets kinds of things it can be done to: "kubernetes.node"
 * @param permission what its account must be allowed: "patch nodes.longhorn.io in longhorn-system"
 * @param guards names of what must hold whenever it is done, whatever a runbook says
 */
public record Declaration(
        String name,
        String summary,
        RiskTier tier,
        List<String> targets,
        List<Parameter> parameters,
        List<String> sideEffects,
        Duration timeout,
        WayBack wayBack,
        String permission,
        List<String> guards) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*){1,5}");

    public Declaration {
        targets = List.copyOf(targets);
        parameters = List.copyOf(parameters);
        sideEffects = List.copyOf(sideEffects);
        guards = List.copyOf(guards);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of an action: " + name);
        }
        if (tier == RiskTier.RISK_TIER_UNSPECIFIED || tier == RiskTier.UNRECOGNIZED) {
            throw new IllegalArgumentException(name + " has no risk tier");
        }
        if (wayBack instanceof WayBack.Unchanging != (tier == RiskTier.RISK_TIER_READ)) {
            throw new IllegalArgumentException(
                    name + ": what only reads has nothing to take back, and nothing else has not");
        }
        if (timeout.isZero() || timeout.isNegative() || targets.isEmpty()) {
            throw new IllegalArgumentException(name + " needs a timeout and a kind of target");
        }
    }
}
