package dev.sentinel.responders.plan;

import dev.sentinel.responders.actions.Order;
import dev.sentinel.v1.Alternative;
import dev.sentinel.v1.ExpectedOutcome;
import java.util.List;

/** A runbook with its targets found: what would be done, in this order, before anybody has looked at the targets themselves. */
public record Draft(
        String runbook,
        String version,
        String title,
        List<Part> parts,
        List<Alternative> alternatives,
        String possibleLoss) {

    public Draft {
        parts = List.copyOf(parts);
        alternatives = List.copyOf(alternatives);
    }

    /**
     * One step to be.
     *
     * @param guards beyond those of the action itself
     * @param after numbers of parts, from 1, that must have succeeded first
     */
    public record Part(
            Order order, String sentence, List<String> guards, ExpectedOutcome expected, List<Integer> after) {
        public Part {
            guards = List.copyOf(guards);
            after = List.copyOf(after);
        }
    }
}
