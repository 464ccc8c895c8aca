package dev.sentinel.app.demo;

import dev.sentinel.lab.scenario.Scenario.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of a scenario.
 *
 * @param findings one for each thing that was expected, and one for each that was not
 * @param report what the people of the real incident needed
 */
public record Verdict(List<Finding> findings, Figures figures, Optional<Report> report) {

    public Verdict {
        findings = List.copyOf(findings);
    }

    /** Whether something that was expected came true. */
    public record Finding(boolean kept, String what) {}

    /**
     * What can be measured.
     *
     * @param told events that the collectors gave away, each once
     * @param journaled those that were accepted
     */
    public record Figures(Optional<Duration> detected, long told, long journaled, Duration onThisMachine) {}

    public boolean good() {
        return findings.stream().allMatch(Finding::kept);
    }

    public List<Finding> broken() {
        return findings.stream().filter(each -> !each.kept()).toList();
    }
}
