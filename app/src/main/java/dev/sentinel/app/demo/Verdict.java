package dev.sentinel.app.demo;

import dev.sentinel.lab.scenario.Scenario.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of a scenario.
 *
 * @param ended when somebody ended it before its end, how far it had come: then nothing is judged
 * @param findings one for each thing that was expected, and one for each that was not
 * @param proven what was seen to work
 * @param report what the people of the real incident needed
 */
public record Verdict(
        Optional<Duration> ended,
        List<Finding> findings,
        Figures figures,
        List<Proof> proven,
        Optional<Report> report) {

    public Verdict {
        findings = List.copyOf(findings);
        proven = List.copyOf(proven);
    }

    /** Whether something that was expected came true. */
    public record Finding(boolean kept, String what) {}

    /** An act of a runbook that was done and came out as its runbook says. */
    public record Proof(String runbook, String act) {}

    /**
     * What can be measured.
     *
     * @param contained until the first act that was expected
     * @param recovered until the world was well again, where the scenario says what that is
     * @param told events that the collectors gave away, each once
     * @param journaled those that were accepted
     * @param waiting those that are still on disk
     */
    public record Figures(
            Optional<Duration> detected,
            Optional<Duration> contained,
            Optional<Duration> recovered,
            long told,
            long journaled,
            long waiting,
            Duration onThisMachine) {}

    public boolean good() {
        return ended.isEmpty() && findings.stream().allMatch(Finding::kept);
    }

    public List<Finding> broken() {
        return findings.stream().filter(each -> !each.kept()).toList();
    }
}
