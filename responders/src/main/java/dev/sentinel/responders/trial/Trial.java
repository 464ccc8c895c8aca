package dev.sentinel.responders.trial;

import com.google.protobuf.Timestamp;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.guards.Standing;
import dev.sentinel.responders.plan.Circumstances;
import dev.sentinel.responders.plan.Draft;
import dev.sentinel.responders.plan.Drafting;
import dev.sentinel.responders.plan.Freezing;
import dev.sentinel.responders.plan.Planner;
import dev.sentinel.responders.plan.Prepared;
import dev.sentinel.responders.policy.Policy;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.ActorKind;
import dev.sentinel.v1.Argument;
import dev.sentinel.v1.Guard;
import dev.sentinel.v1.ObservedTarget;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs tests of runbooks. Each is planned twice: the second time has to give the same bytes. */
public final class Trial {
    private final Planner planner;
    private final Policy policy;

    public Trial(Planner planner, Policy policy) {
        this.planner = planner;
        this.policy = policy;
    }

    /** Runs the tests of a file, in its order, all of them whatever fails. */
    public List<Result> run(TestReading.Good file) {
        return file.tests().stream()
                .map(test -> new Result(file.file(), test.line(), test.name(), complaints(test)))
                .toList();
    }

    private List<String> complaints(RunbookTest test) {
        var came = plan(test);
        var complaints = new ArrayList<String>();
        switch (test.wanted()) {
            case RunbookTest.Wanted.APlan plan -> judge(plan, came, complaints);
            case RunbookTest.Wanted.None none -> judge(none, came, complaints);
        }
        if (!plan(test).equals(came)) {
            complaints.add("planning again gave something else: a fault of the planner, please report it");
        }
        return complaints;
    }

    private Freezing plan(RunbookTest test) {
        return switch (planner.draft(test.incident(), test.situation(), test.runbook(), test.choice())) {
            case Drafting.None none -> new Freezing.None(none.why(), none.considered());
            case Drafting.Drafted drafted ->
                planner.freeze(
                        drafted.draft(),
                        drafted.draft().parts().stream()
                                .map(part -> prepared(part, test))
                                .toList(),
                        circumstances(test));
        };
    }

    private Circumstances circumstances(RunbookTest test) {
        return new Circumstances(
                test.incident(),
                test.situation(),
                new Standing(Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of(), policy.bounds()),
                Actor.newBuilder()
                        .setKind(ActorKind.ACTOR_KIND_POLICY)
                        .setId("policy:test")
                        .build(),
                RunbookTest.NOW,
                Optional.empty());
    }

    private static Prepared prepared(Draft.Part part, RunbookTest test) {
        var target = part.order().target();
        var seen = ObservedTarget.newBuilder()
                .setRef(target)
                .setObservedAt(Timestamp.newBuilder().setSeconds(RunbookTest.NOW.getEpochSecond()))
                .build();
        return new Prepared(new Sight(seen, standing(target, test), Optional.empty()), List.of());
    }

    private static Sight.Standing standing(Ref target, RunbookTest test) {
        if (test.gone().stream().anyMatch(each -> Refs.same(each, target))) {
            return Sight.Standing.GONE;
        }
        return test.asOrdered().stream().anyMatch(each -> Refs.same(each, target))
                ? Sight.Standing.AS_ORDERED
                : Sight.Standing.OTHERWISE;
    }

    private static void judge(RunbookTest.Wanted.None wanted, Freezing came, List<String> complaints) {
        switch (came) {
            case Freezing.None none -> {
                if (!none.why().contains(wanted.words())) {
                    complaints.add("there is no plan, but because: " + none.why());
                }
            }
            case Freezing.Frozen frozen -> complaints.add("there is a plan:\n" + String.join("\n", steps(frozen)));
        }
    }

    private static void judge(RunbookTest.Wanted.APlan wanted, Freezing came, List<String> complaints) {
        switch (came) {
            case Freezing.None none -> complaints.add("there is no plan: " + none.why());
            case Freezing.Frozen frozen -> judge(wanted, frozen, complaints);
        }
    }

    private static void judge(RunbookTest.Wanted.APlan wanted, Freezing.Frozen came, List<String> complaints) {
        var steps = steps(came);
        if (!steps.equals(wanted.steps())) {
            complaints.add("the steps are:\n" + String.join("\n", steps));
        }
        var mode =
                came.decision().mode().name().substring("POLICY_MODE_".length()).toLowerCase(Locale.ROOT);
        if (wanted.mode().filter(each -> !each.equals(mode)).isPresent()) {
            complaints.add("the mode is %s: %s".formatted(mode, came.decision().reason()));
        }
        var notPassed = came.content().getStepsList().stream()
                .flatMap(step -> step.getGuardsList().stream())
                .filter(guard -> !guard.getPassedAtPlanning())
                .map(Guard::getName)
                .collect(Collectors.toSet());
        wanted.notPassed().stream()
                .filter(name -> !notPassed.contains(name))
                .forEach(name -> complaints.add("%s passed; not passed are %s".formatted(name, notPassed)));
        var text = came.content().toString();
        wanted.says().stream()
                .filter(words -> !text.contains(words))
                .forEach(words -> complaints.add("the plan does not say \"%s\":\n%s".formatted(words, text)));
    }

    private static List<String> steps(Freezing.Frozen frozen) {
        return frozen.content().getStepsList().stream().map(Trial::written).toList();
    }

    private static String written(Step step) {
        var text = "%s on %s"
                .formatted(step.getAction(), Refs.write(step.getTarget().getRef()));
        var with = step.getArgumentsList().stream().map(Trial::written).toList();
        return with.isEmpty() ? text : text + " with " + String.join(", ", with);
    }

    private static String written(Argument argument) {
        return argument.getName() + "="
                + switch (argument.getValueCase()) {
                    case TEXT -> argument.getText();
                    case INTEGER -> String.valueOf(argument.getInteger());
                    case FLAG -> String.valueOf(argument.getFlag());
                    case REF -> Refs.write(argument.getRef());
                    case SIZE_BYTES -> argument.getSizeBytes() + " bytes";
                    case DURATION_MS -> argument.getDurationMs() + " ms";
                    case TEXTS -> String.join(" ", argument.getTexts().getValuesList());
                    case RATIO -> String.valueOf(argument.getRatio());
                    case VALUE_NOT_SET -> "";
                };
    }
}
