package dev.sentinel.correlator.trial;

import dev.sentinel.correlator.trial.PatternTest.Given;
import dev.sentinel.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events of one cluster, and between which moments somebody listens. */
public record Recording(String cluster, Instant begin, List<Given> given, Instant end) {
    public Recording {
        given = List.copyOf(given);
    }

    static Recording of(PatternTest test) {
        return new Recording(test.cluster(), PatternTest.START, test.given(), PatternTest.START.plus(test.until()));
    }

    /** Collects what a journal holds, entry by entry. */
    public static final class Builder {
        private final List<Given> given = new ArrayList<>();
        private Instant begin = Instant.MAX;
        private Instant last = Instant.MIN;

        public void add(Event event, Instant accepted) {
            var occurred = Moments.of(event.getOccurredAt());
            given.add(new Given(event, occurred, Duration.between(occurred, accepted)));
            begin = accepted.isBefore(begin) ? accepted : begin;
            last = accepted.isAfter(last) ? accepted : last;
        }

        /** Somebody listens for so long after the last of them. */
        public Recording build(String cluster, Duration afterwards) {
            return given.isEmpty()
                    ? new Recording(cluster, Instant.EPOCH, given, Instant.EPOCH)
                    : new Recording(cluster, begin, given, last.plus(afterwards));
        }
    }
}
