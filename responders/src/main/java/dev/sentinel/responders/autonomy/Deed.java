package dev.sentinel.responders.autonomy;

import dev.sentinel.v1.Plan;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Step;
import java.time.Instant;

/**
 * What people did, or would not have.
 *
 * @param planId the decision that it answers
 * @param undoing whether it was the taking back of such an act, or a no to it
 */
public record Deed(String cluster, String action, Ref target, String planId, Instant at, boolean undoing) {

    /** About one step of a plan. */
    public static Deed of(Plan plan, Step step, Instant at, boolean undoing) {
        return new Deed(
                plan.getContent().getCluster(),
                step.getAction(),
                step.getTarget().getRef(),
                plan.getId(),
                at,
                undoing);
    }
}
