package dev.sentinel.correlator.running;

import dev.sentinel.correlator.patterns.PatternSet;
import java.util.SortedMap;

/** Makes a set of patterns of the texts of its files, or says everything that is wrong with them. */
@FunctionalInterface
interface PatternReading {
    PatternSet.Outcome read(SortedMap<String, String> texts);
}
