package dev.sentinel.responders.runbooks;

import dev.sentinel.v1.Alternative;
import java.util.List;

/**
 * A checked runbook.
 *
 * @param patterns whose incidents it answers; "*" is all
 * @param pivots kinds of things it knows what to do about; "*" is all
 * @param possibleLoss what may be lost, in a sentence; empty when nothing may
 */
public record Runbook(
        String name,
        String version,
        Wording title,
        String summary,
        List<String> patterns,
        List<String> pivots,
        List<Step> steps,
        List<Alternative> alternatives,
        String possibleLoss) {

    static final String ANY = "*";

    public Runbook {
        patterns = List.copyOf(patterns);
        pivots = List.copyOf(pivots);
        steps = List.copyOf(steps);
        alternatives = List.copyOf(alternatives);
    }

    /** Whether it answers incidents of this pattern. */
    public boolean answers(String pattern) {
        return patterns.contains(ANY) || patterns.contains(pattern);
    }

    /** Whether it knows what to do about this kind of thing. */
    public boolean turnsAround(String pivot) {
        return pivots.contains(ANY) || pivots.contains(pivot);
    }

    /** Whether it changes nothing. */
    public boolean onlyReads() {
        return steps.stream().allMatch(Step::reads);
    }
}
