package dev.sentinel.responders.trial;

import dev.sentinel.responders.plan.Planner.Choice;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One test: what is known, and what has to come of it.
 *
 * @param asOrdered targets that stand as ordered already
 * @param gone targets that are gone when they are looked at
 */
public record RunbookTest(
        String name,
        int line,
        String runbook,
        Choice choice,
        Incident incident,
        Situation situation,
        List<Ref> asOrdered,
        List<Ref> gone,
        Wanted wanted) {

    /** All tests begin here, so that a test says how long ago. */
    public static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

    public RunbookTest {
        asOrdered = List.copyOf(asOrdered);
        gone = List.copyOf(gone);
    }

    /** What has to come of it. */
    public sealed interface Wanted {

        /** A plan with exactly these steps, each written as {@code action on target with name=value}. */
        record APlan(List<String> steps, Optional<String> mode, List<String> notPassed, List<String> says)
                implements Wanted {
            public APlan {
                steps = List.copyOf(steps);
                notPassed = List.copyOf(notPassed);
                says = List.copyOf(says);
            }
        }

        /** No plan, for a reason in which these words stand. */
        record None(String words) implements Wanted {}
    }
}
