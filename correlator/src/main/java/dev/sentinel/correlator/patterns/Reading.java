package dev.sentinel.correlator.patterns;

import dev.sentinel.yaml.Problem;
import java.util.List;

/** What came of reading a pattern file: a pattern that can run, or everything that keeps it from that. */
public sealed interface Reading {

    /** It can run; the warnings are about what is allowed and yet looks like a slip. */
    record Good(Pattern pattern, List<Problem> warnings) implements Reading {
        public Good {
            warnings = List.copyOf(warnings);
        }
    }

    /** Everything that is wrong, in the order of the file. */
    record Bad(List<Problem> problems) implements Reading {
        public Bad {
            problems = List.copyOf(problems);
        }
    }
}
