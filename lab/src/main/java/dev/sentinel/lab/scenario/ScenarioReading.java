package dev.sentinel.lab.scenario;

import dev.sentinel.yaml.Problem;
import java.util.List;

/** What came of reading a scenario. */
public sealed interface ScenarioReading {

    record Good(Scenario scenario) implements ScenarioReading {}

    /** Everything that is wrong, in the order of the file. */
    record Bad(List<Problem> problems) implements ScenarioReading {
        public Bad {
            problems = List.copyOf(problems);
        }
    }
}
