package dev.sentinel.responders.plan;

import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.plan.Draft.Part;
import dev.sentinel.responders.runbooks.Found;
import dev.sentinel.responders.runbooks.Runbook;
import dev.sentinel.responders.runbooks.Step;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.v1.Alternative;
import dev.sentinel.v1.Argument;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Ref;
import dev.sentinel.yaml.Parsed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the targets of a runbook's steps: one part for each. */
final class Drafter {
    /** As many as the contract lets a plan have. */
    static final int MOST_PARTS = 64;

    Drafting draft(Incident incident, Situation situation, Runbook runbook) {
        return new Sketch(incident, situation, runbook).draft();
    }

    private static final class Sketch {
        private final Incident incident;
        private final Situation situation;
        private final Runbook runbook;
        private final List<Part> parts = new ArrayList<>();
        private final List<Alternative> alternatives = new ArrayList<>();
        /** For each step so far the numbers of its parts, or, where it has none, of those it would have come after. */
        private final Map<String, List<Integer>> numbers = new HashMap<>();

        private Sketch(Incident incident, Situation situation, Runbook runbook) {
            this.incident = incident;
            this.situation = situation;
            this.runbook = runbook;
        }

        private Drafting draft() {
            alternatives.addAll(runbook.alternatives());
            for (var step : runbook.steps()) {
                var obstacle = add(step);
                if (obstacle.filter(each -> each.stops() || !step.optional()).isPresent()) {
                    return none("step \"%s\": %s"
                            .formatted(step.name(), obstacle.get().why()));
                }
                obstacle.ifPresent(each ->
                        alternatives.add(Planner.alternative(step.action().name(), "", each.why())));
                if (parts.size() > MOST_PARTS) {
                    return none("it would take more than %d steps; name fewer targets, or do it by hand in portions"
                            .formatted(MOST_PARTS));
                }
            }
            if (changesNothingButCould()) {
                return none(
                        "it finds nothing to change: " + alternatives.getLast().getRefusedBecause());
            }
            return new Drafting.Drafted(new Draft(
                    runbook.name(),
                    runbook.version(),
                    runbook.title().render(this::aboutIncident),
                    parts,
                    alternatives,
                    runbook.possibleLoss()));
        }

        /** A runbook of which only the looking is left would be shown as a cure that it is not. */
        private boolean changesNothingButCould() {
            return parts.isEmpty()
                    || (!runbook.onlyReads()
                            && runbook.steps().stream()
                                    .filter(step -> !step.reads())
                                    .allMatch(step -> parts.stream()
                                            .noneMatch(part -> part.order()
                                                    .action()
                                                    .equals(step.action().name()))));
        }

        /** Why a step has no part; what cannot be told is no reason to leave even an optional one out. */
        private record Obstacle(String why, boolean stops) {}

        private Drafting none(String why) {
            return new Drafting.None(why, alternatives);
        }

        /** Adds its parts, or says why it has none. */
        private Optional<Obstacle> add(Step step) {
            var after = after(step);
            numbers.put(step.name(), after);
            return switch (step.on().find(incident, situation)) {
                case Found.Nothing nothing -> Optional.of(new Obstacle(nothing.why(), false));
                case Found.NotKnown unknown -> Optional.of(new Obstacle(unknown.why(), true));
                case Found.Targets targets -> add(step, targets.refs(), after);
            };
        }

        private Optional<Obstacle> add(Step step, List<Ref> targets, List<Integer> after) {
            var fitting = targets.stream()
                    .filter(each -> step.action().targets().contains(each.getKind()))
                    .toList();
            if (fitting.isEmpty()) {
                var why = "%s is done to %s, and it found %s"
                        .formatted(
                                step.action().name(),
                                String.join(", ", step.action().targets()),
                                targets.getFirst().getKind());
                return Optional.of(new Obstacle(why, false));
            }
            var made = new ArrayList<Integer>();
            for (var target : fitting) {
                var arguments = new ArrayList<Argument>();
                for (var given : step.with()) {
                    switch (given.argument(incident, situation, gap -> fill(gap, target))) {
                        case Parsed.Good<Argument> good -> arguments.add(good.value());
                        case Parsed.Wrong<Argument> wrong -> {
                            return Optional.of(new Obstacle(wrong.why(), true));
                        }
                    }
                }
                parts.add(new Part(
                        new Order(situation.cluster(), step.action().name(), target, new Arguments(arguments)),
                        step.sentence().render(gap -> fill(gap, target)),
                        step.guards(),
                        step.expected(),
                        after));
                made.add(parts.size());
            }
            numbers.put(step.name(), made);
            return Optional.empty();
        }

        /** Those that the runbook names, and everything of an earlier phase. */
        private List<Integer> after(Step step) {
            var after = new TreeSet<Integer>();
            step.after().forEach(name -> after.addAll(numbers.getOrDefault(name, List.of())));
            step.phase()
                    .ifPresent(phase -> runbook.steps().stream()
                            .filter(each -> each.phase()
                                    .filter(its -> its.compareTo(phase) < 0)
                                    .isPresent())
                            .forEach(each -> after.addAll(numbers.getOrDefault(each.name(), List.of()))));
            return List.copyOf(after);
        }

        private String fill(String gap, Ref target) {
            return gap.equals("target") ? named(target) : aboutIncident(gap);
        }

        private String aboutIncident(String gap) {
            return switch (gap) {
                case "pivot" -> named(incident.getPivot());
                case "incident" -> incident.getId();
                default -> "";
            };
        }

        private static String named(Ref ref) {
            return ref.getNamespace().isEmpty() || ref.getKind().startsWith("longhorn.")
                    ? ref.getName()
                    : ref.getNamespace() + "/" + ref.getName();
        }
    }
}
