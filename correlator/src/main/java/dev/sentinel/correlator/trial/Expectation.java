package dev.sentinel.correlator.trial;

import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An incident as it has to be at the end of a test; what is left out may be anything. */
public record Expectation(
        int line,
        String pattern,
        Optional<Ref> pivot,
        Optional<IncidentState> state,
        Optional<Severity> severity,
        Optional<Bound> confidence,
        Optional<String> cause,
        Optional<Integer> symptoms,
        List<String> evidence,
        List<String> missing,
        Optional<Integer> folded,
        Optional<String> parent,
        Optional<Duration> openedBy) {

    public Expectation {
        evidence = List.copyOf(evidence);
        missing = List.copyOf(missing);
    }

    /** Whether a number is on the right side of another, or is it. */
    public record Bound(Comparison comparison, double than) {
        // A score is the sum of a few weights with one or two digits; their sum in binary is not exact.
        private static final double SAME = 1e-6;

        boolean holds(double value) {
            return switch (comparison) {
                case AT_LEAST -> value >= than - SAME;
                case AT_MOST -> value <= than + SAME;
                case ABOVE -> value > than + SAME;
                case BELOW -> value < than - SAME;
                case SAME -> Math.abs(value - than) <= SAME;
            };
        }

        @Override
        public String toString() {
            return comparison.sign + " " + than;
        }
    }

    /** How a bound is meant. */
    public enum Comparison {
        AT_LEAST(">="),
        AT_MOST("<="),
        ABOVE(">"),
        BELOW("<"),
        SAME("=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }
}
