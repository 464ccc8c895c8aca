package dev.sentinel.responders.running;

import dev.sentinel.responders.plan.Planner;
import dev.sentinel.responders.policy.Policy;
import java.util.Optional;

/**
 * What decides which plan is made and whether it may be carried out; replaced as a whole when its files change.
 *
 * @param problem why the files as they are now are not used
 */
public record Rules(Planner planner, Policy policy, Optional<String> problem) {

    public Rules(Planner planner, Policy policy) {
        this(planner, policy, Optional.empty());
    }

    Rules but(String wrong) {
        return new Rules(planner, policy, Optional.of(wrong));
    }
}
