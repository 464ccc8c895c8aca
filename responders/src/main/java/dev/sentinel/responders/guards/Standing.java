package dev.sentinel.responders.guards;

import dev.sentinel.v1.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is on Sentinel's own books at this moment, and the bounds that people set.
 *
 * @param pausedBecause why nothing may act; empty while acting is allowed
 * @param acts what was done lately, in the time that budgets look back
 * @param quarantined things that are kept out of service now
 * @param busy targets that another plan holds
 * @param own things that Sentinel's own broker and store stand on
 * @param distrusted what went wrong in this cluster when nobody was asked
 */
public record Standing(
        Optional<String> pausedBecause,
        List<Act> acts,
        List<Ref> quarantined,
        List<Ref> busy,
        List<Ref> own,
        List<Distrust> distrusted,
        Bounds bounds) {

    public Standing {
        acts = List.copyOf(acts);
        quarantined = List.copyOf(quarantined);
        busy = List.copyOf(busy);
        own = List.copyOf(own);
        distrusted = List.copyOf(distrusted);
    }

    /** One thing that was done, or was meant to be and may have happened. */
    public record Act(String action, Ref target, Instant at, String incidentId, String planId) {}

    /** An action that people decide about until one of them trusts it again. */
    public record Distrust(String action, Instant since, String why) {}

    /**
     * How much may be done at most.
     *
     * @param attempts how often the same act may be tried on the same target within {@code attemptsWithin}
     * @param coolDown how long a target is left alone after an act, but for the same plan
     * @param exclusions labels; what carries one is never touched
     * @param nodeShare of all nodes that may be out of service at once, through us or anybody else
     * @param volumeShare of all volumes that may be held or frozen at once
     */
    public record Bounds(
            int actsAnHour,
            double nodeShare,
            double volumeShare,
            int attempts,
            Duration attemptsWithin,
            Duration coolDown,
            List<String> exclusions) {
        public Bounds {
            exclusions = List.copyOf(exclusions);
        }
    }
}
