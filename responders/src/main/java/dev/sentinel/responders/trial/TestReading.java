package dev.sentinel.responders.trial;

import dev.sentinel.yaml.Problem;
import java.util.List;

/** What came of reading a file of tests. */
public sealed interface TestReading {

    /** They can run. */
    record Good(String file, List<RunbookTest> tests) implements TestReading {
        public Good {
            tests = List.copyOf(tests);
        }
    }

    /** Everything that is wrong, in the order of the file. */
    record Bad(List<Problem> problems) implements TestReading {
        public Bad {
            problems = List.copyOf(problems);
        }
    }
}
