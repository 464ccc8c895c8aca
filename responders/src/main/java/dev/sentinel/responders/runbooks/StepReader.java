package dev.sentinel.responders.runbooks;

import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.conditions.Conditions;
import dev.sentinel.responders.guards.Starting;
import dev.sentinel.v1.ExpectedOutcome;
import dev.sentinel.v1.RiskTier;
import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Parsed;
import dev.sentinel.yaml.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the steps of a runbook and holds them to the order of every repair. */
final class StepReader {
    static final int MOST_STEPS = 32;
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);

    private final Vocabulary vocabulary;
    private final Conditions conditions;
    private final List<String> pivots;
    private final List<Step> steps = new ArrayList<>();
    // Where the order is at: the last phase that a step named.
    private Optional<Step> latest = Optional.empty();

    StepReader(Vocabulary vocabulary, Conditions conditions, List<String> pivots) {
        this.vocabulary = vocabulary;
        this.conditions = conditions;
        this.pivots = pivots;
    }

    List<Step> read(Section top) {
        var sections = top.sections("steps");
        if (!top.has("steps")) {
            top.missing("steps");
        } else if (sections.isEmpty() || sections.size() > MOST_STEPS) {
            top.complain("steps", "a runbook has 1 to %d steps".formatted(MOST_STEPS));
            return List.of();
        }
        sections.forEach(this::step);
        return steps;
    }

    private void step(Section section) {
        var name = RunbookReader.named(section, "step");
        if (steps.stream().anyMatch(each -> each.name().equals(name))) {
            section.complain("step", "another step is called \"%s\" as well".formatted(name));
        }
        var phase = phase(section);
        var action = action(section);
        var on = finder(section);
        var sentence = RunbookReader.wording(section, "say", 300, Wording.OF_A_STEP);
        var guards = guards(section);
        var expected = expected(section);
        var optional = section.flag("optional");
        var after = after(section);
        var given = section.section("with");
        if (action.isEmpty() || on.isEmpty()) {
            // Without them the rest cannot be judged; what is known of the step still counts for those after it.
            section.refuseOthers();
            return;
        }
        var with = ArgumentReader.read(section, given, action.get());
        section.refuseOthers();
        fits(section, action.get(), on.get());
        var step = new Step(name, phase, action.get(), on.get(), with, guards, sentence, expected, optional, after);
        inOrder(section, step);
        steps.add(step);
        if (phase.isPresent()) {
            latest = Optional.of(step);
        }
    }

    private static Optional<Phase> phase(Section section) {
        return section.read(
                "phase",
                word -> Phase.of(word)
                        .map(Parsed::good)
                        .orElseGet(() -> Parsed.wrong(
                                "\"%s\" is not a phase%s".formatted(word, NearestWord.hint(word, Phase.words())))));
    }

    private Optional<Declaration> action(Section section) {
        section.need("action", 128);
        return section.read(
                "action",
                name -> vocabulary
                        .action(name)
                        .map(Parsed::good)
                        .orElseGet(() -> Parsed.wrong("nothing is called \"%s\"%s"
                                .formatted(name, NearestWord.hint(name, vocabulary.actions())))));
    }

    private static Optional<Finder> finder(Section section) {
        section.need("on", 64);
        return section.read("on", ArgumentReader::finder);
    }

    private List<String> guards(Section section) {
        var guards = new ArrayList<String>();
        for (var item : section.items("guards")) {
            if (!vocabulary.guards().contains(item.text())) {
                section.complain(
                        "guards",
                        item,
                        "no guard is called \"%s\"%s"
                                .formatted(item.text(), NearestWord.hint(item.text(), vocabulary.guards())));
            } else {
                guards.add(item.text());
            }
        }
        return guards;
    }

    private ExpectedOutcome expected(Section section) {
        var expect = section.section("expect");
        if (expect.isEmpty()) {
            section.missing("expect");
            return ExpectedOutcome.getDefaultInstance();
        }
        var outcome = expect.get();
        var sentence = outcome.need("say", 300);
        var event = event(outcome);
        if (!outcome.has("when") && (!outcome.has("event") || outcome.has("hold"))) {
            outcome.missing("when");
        }
        outcome.read("when", conditions::compile);
        var condition = outcome.text("when", Conditions.LONGEST).orElse("");
        if (!outcome.has("within")) {
            outcome.missing("within");
        }
        var within = wait(outcome, "within");
        var hold = wait(outcome, "hold");
        outcome.refuseOthers();
        return ExpectedOutcome.newBuilder()
                .setSentence(sentence)
                .setCondition(condition)
                .setWithinSeconds(within)
                .setHoldSeconds(hold)
                .setEventKind(event)
                .build();
    }

    private String event(Section outcome) {
        return outcome.read(
                        "event",
                        kind -> vocabulary.events().contains(kind)
                                ? Parsed.good(kind)
                                : Parsed.wrong("nobody tells who acts of \"%s\"%s"
                                        .formatted(kind, NearestWord.hint(kind, vocabulary.events()))))
                .orElse("");
    }

    private static long wait(Section section, String key) {
        var span = section.span(key).orElse(Duration.ZERO);
        if (span.compareTo(LONGEST_WAIT) > 0) {
            section.complain(key, "a step waits at most 7d");
        }
        return span.toSeconds();
    }

    /** What is left out means: after the step before. */
    private List<String> after(Section section) {
        if (!section.has("after")) {
            return steps.isEmpty() ? List.of() : List.of(steps.getLast().name());
        }
        var earlier = steps.stream().map(Step::name).toList();
        var after = new ArrayList<String>();
        for (var item : section.items("after")) {
            if (!earlier.contains(item.text())) {
                section.complain(
                        "after",
                        item,
                        "no earlier step is called \"%s\"%s"
                                .formatted(item.text(), NearestWord.hint(item.text(), earlier)));
            } else {
                after.add(item.text());
            }
        }
        return after;
    }

    private void fits(Section section, Declaration action, Finder on) {
        var found = on.kinds().isEmpty() ? pivots : on.kinds();
        if (!found.contains(Runbook.ANY)
                && !action.targets().contains(Runbook.ANY)
                && found.stream().noneMatch(action.targets()::contains)) {
            section.complain(
                    "on",
                    "finds %s, and %s is done to %s"
                            .formatted(String.join(", ", found), action.name(), String.join(", ", action.targets())));
        }
    }

    private void inOrder(Section section, Step step) {
        if (step.phase().isEmpty() && !step.reads()) {
            section.missing("phase");
            return;
        }
        step.phase()
                .ifPresent(phase -> latest.filter(
                                before -> before.phase().orElseThrow().compareTo(phase) > 0)
                        .ifPresent(before -> section.complain(
                                "phase",
                                "%s comes after %s of step \"%s\"; the order is %s"
                                        .formatted(
                                                phase.word(),
                                                before.phase().orElseThrow().word(),
                                                before.name(),
                                                String.join(", ", Phase.words())))));
        var starts = Starting.something(step.action().name(), arguments(step));
        var restart = step.phase().filter(Phase.RESTART::equals).isPresent();
        if (starts && !restart) {
            section.complain("phase", "it starts a writer, which belongs to restart; with 0 it would stop one");
        } else if (restart && !step.reads() && steps.stream().noneMatch(StepReader::sawStorageHold)) {
            section.complain(
                    "phase",
                    "nothing is restarted on storage that may still fail: a step of heal has to read before that it is"
                            + " sound, and for how long (\"hold\")");
        }
        if (step.action().tier() == RiskTier.RISK_TIER_DESTRUCTIVE
                && steps.stream().noneMatch(each -> each.phase().equals(Optional.of(Phase.PRESERVE)))) {
            section.complain("action", "is destructive; a step of preserve has to come before it");
        }
    }

    private static Arguments arguments(Step step) {
        return new Arguments(step.with().stream()
                .filter(Given.Fixed.class::isInstance)
                .map(each -> ((Given.Fixed) each).argument())
                .toList());
    }

    private static boolean sawStorageHold(Step step) {
        return step.phase().equals(Optional.of(Phase.HEAL))
                && step.reads()
                && step.expected().getHoldSeconds() > 0;
    }
}
