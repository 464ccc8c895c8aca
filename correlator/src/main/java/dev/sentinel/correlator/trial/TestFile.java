package dev.sentinel.correlator.trial;

import java.util.List;

/** The tests of one {@code NAME.tests.yaml}, in the order of the file. */
public record TestFile(String file, List<PatternTest> tests) {
    public TestFile {
        tests = List.copyOf(tests);
    }
}
