package dev.sentinel.correlator.running;

import dev.sentinel.correlator.patterns.Pattern;
import java.util.List;
import java.util.SortedMap;

/** Makes a set of patterns of the texts of its files, or says everything that is wrong with them. */
@FunctionalInterface
interface PatternReading {

    Outcome read(SortedMap<String, String> texts);

    /** What became of the texts. */
    sealed interface Outcome {
        record Good(Patterns patterns, List<String> warnings) implements Outcome {
            public Good {
                warnings = List.copyOf(warnings);
            }
        }

        record Bad(List<String> problems) implements Outcome {
            public Bad {
                problems = List.copyOf(problems);
            }
        }
    }

    /** A set of patterns, and a name that differs when they differ. */
    record Patterns(List<Pattern> list, String fingerprint) {
        public Patterns {
            list = List.copyOf(list);
        }
    }
}
