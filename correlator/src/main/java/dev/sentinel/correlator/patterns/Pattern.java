package dev.sentinel.correlator.patterns;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** One way in which things go wrong, checked and ready to run. Its clauses are numbered as they stand in the list. */
public record Pattern(
        String name,
        String version,
        String title,
        String summary,
        String pivot,
        boolean fallback,
        Duration window,
        List<Clause> clauses,
        Formula suspect,
        Formula open,
        List<SeverityRule> severities,
        Belief belief,
        Resolution resolution,
        List<Fold> folds,
        List<String> explains,
        List<Answer> answers) {

    /** Clauses are bits of a long. */
    public static final int MOST_CLAUSES = 32;

    public Pattern {
        clauses = List.copyOf(clauses);
        severities = List.copyOf(severities);
        folds = List.copyOf(folds);
        explains = List.copyOf(explains);
        answers = List.copyOf(answers);
        if (clauses.isEmpty() || clauses.size() > MOST_CLAUSES) {
            throw new IllegalArgumentException("a pattern has 1 to " + MOST_CLAUSES + " clauses");
        }
    }

    /** What it looks for in single events, to count or to fold. */
    public Stream<Match> matches() {
        return Stream.concat(
                        clauses.stream().map(Clause::matches), folds.stream().map(Fold::matches))
                .flatMap(List::stream);
    }

    /** The first rule that holds decides; the last one has no condition. */
    public record SeverityRule(dev.sentinel.v1.Severity severity, Formula when) {}

    /** How sure one may be: a beginning, and what adds to it or takes from it. */
    public record Belief(double start, List<Weight> weights) {
        public Belief {
            weights = List.copyOf(weights);
        }
    }

    /** One reason; {@code by} is negative when it speaks against. */
    public record Weight(Formula when, double by, String because) {}

    /**
     * When it is over: recovered, or without news, for {@code quiet}. What comes within {@code reopen} after that is the
     * same incident again.
     */
    public record Resolution(Duration quiet, Duration reopen) {}

    /** Facts that only follow from the cause; they are counted instead of shown. */
    public record Fold(List<Match> matches, Duration within, String why) {
        public Fold {
            matches = List.copyOf(matches);
        }
    }

    /** A runbook that answers it. */
    public record Answer(String runbook, String why) {}
}
