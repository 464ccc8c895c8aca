package dev.sentinel.correlator.patterns;

import dev.sentinel.correlator.topology.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One sort of evidence: which events, how they lead to the pivot, and how they stand to other evidence. */
public record Clause(
        String name,
        Role role,
        List<Match> matches,
        List<Path> paths,
        List<Path> links,
        Optional<Order> order,
        Optional<Integer> sameAs,
        Count count,
        Optional<Absence> absence,
        Optional<Integer> recovers,
        String say,
        String learn) {

    public Clause {
        matches = List.copyOf(matches);
        paths = List.copyOf(paths);
        links = List.copyOf(links);
    }

    /** What part it plays. Context is shown as evidence and counts in formulas, but tells no step of the story. */
    public enum Role {
        CAUSE,
        MECHANISM,
        SYMPTOM,
        CONTEXT,
        /** Ends what another clause reported, for each subject. */
        RECOVERY
    }

    /** It counts only after evidence of the clause with this number, and not later than {@code within}. */
    public record Order(int after, Duration within) {}

    /** How many are needed within the span; subjects instead of events when {@code distinct}. */
    public record Count(int atLeast, Duration span, boolean distinct) {
        public static final Count ONE = new Count(1, Duration.ZERO, false);
        /** What is kept of the evidence grows with the number; more than this cannot be kept, so it is not counted. */
        public static final int MOST_EVENTS = 16;

        public static final int MOST_SUBJECTS = 32;
    }

    /**
     * Turns the clause round: it holds when, for {@code deadline} after evidence of clause {@code since}, nothing came that
     * matches, for the same link where the clause has one.
     */
    public record Absence(int since, Duration deadline) {}
}
