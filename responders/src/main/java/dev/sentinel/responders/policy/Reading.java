package dev.sentinel.responders.policy;

import dev.sentinel.yaml.Problem;
import java.util.List;

/** What came of reading a policy file. */
public sealed interface Reading {

    /** It can be in force; the warnings are about what is allowed and yet looks like a slip. */
    record Good(Policy policy, List<Problem> warnings) implements Reading {
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
