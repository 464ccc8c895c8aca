package dev.sentinel.app.demo;

import dev.sentinel.app.demo.Verdict.Finding;
import dev.sentinel.app.demo.Verdict.Proof;
import dev.sentinel.lab.scenario.Condition;
import dev.sentinel.lab.scenario.Conduct;
import dev.sentinel.lab.scenario.Expectations.Opens;
import dev.sentinel.lab.scenario.Expectations.Since;
import dev.sentinel.lab.scenario.Footprint;
import dev.sentinel.lab.scenario.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Watches what the verdict will ask about, and at the end holds everything against the scenario. One thread. */
final class Jury {
    private final Scenario scenario;
    private final Observer observer;
    private final Chronicle chronicle;
    private final Map<String, Condition> asked = new HashMap<>();
    private final Map<String, Spells> spells = new HashMap<>();
    private final Map<String, Instant> turns = new HashMap<>();

    /** What it came to. */
    record Judged(
            List<Finding> findings,
            Optional<Duration> detected,
            Optional<Duration> contained,
            Optional<Duration> recovered,
            List<Proof> proven) {}

    Jury(Scenario scenario, Observer observer, Chronicle chronicle) {
        this.scenario = scenario;
        this.observer = observer;
        this.chronicle = chronicle;
        Conduct conduct = scenario.expected().conduct();
        conduct.becomes().forEach(each -> asked.put(each.sentence(), each.condition()));
        conduct.neverSo().forEach(each -> asked.put(each.sentence(), each.condition()));
        conduct.recovers().ifPresent(each -> asked.put(each.sentence(), each.condition()));
    }

    void looks(Instant now, Predicate<Condition> holds) {
        asked.forEach((sentence, condition) ->
                spells.computeIfAbsent(sentence, any -> new Spells()).look(now, holds.test(condition)));
    }

    /** A turn that has a name was taken. */
    void hears(String turn, Instant at) {
        turns.put(turn, at);
    }

    Judged judges(Instant began, List<Footprint> footprints) {
        var moments = new Moments(began, turns, firsts());
        var critic = new Critic(scenario.expected(), new Critic.Seen(moments, observer.opened(), observer.incidents()));
        var referee = new Referee(
                scenario.expected().conduct(),
                new Referee.Seen(
                        moments, chronicle.plans(), chronicle.acts(), chronicle.refused(), spells, footprints));
        List<Finding> findings = new ArrayList<>(critic.findings());
        if (scenario.sentinel().responding().isPresent() || !asked.isEmpty()) {
            findings.addAll(referee.findings());
        }
        return new Judged(findings, critic.detected(), referee.contained(), referee.recovered(), referee.proven());
    }

    /** Of the kinds of events that times are measured from. */
    private Map<String, Instant> firsts() {
        Map<String, Instant> firsts = new HashMap<>();
        Conduct conduct = scenario.expected().conduct();
        Stream.of(
                        scenario.expected().opens().stream().map(Opens::since),
                        conduct.acts().stream().map(Conduct.Act::since),
                        conduct.becomes().stream().map(Conduct.Becomes::since),
                        conduct.recovers().stream().map(Conduct.Becomes::since))
                .flatMap(each -> each)
                .forEach(since -> {
                    if (since instanceof Since.FirstEvent first) {
                        observer.first(first.kind()).ifPresent(at -> firsts.put(first.kind(), at));
                    }
                });
        return firsts;
    }
}
