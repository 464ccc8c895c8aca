package dev.sentinel.responders.runbooks;

import dev.sentinel.yaml.Problem;
import java.util.List;

/** What came of reading a file: a runbook that can be planned with, or everything that keeps it from that. */
public sealed interface Reading {

    record Good(Runbook runbook) implements Reading {}

    /** Everything that is wrong, in the order of the file. */
    record Bad(List<Problem> problems) implements Reading {
        public Bad {
            problems = List.copyOf(problems);
        }
    }
}
