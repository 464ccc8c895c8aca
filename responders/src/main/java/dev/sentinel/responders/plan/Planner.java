package dev.sentinel.responders.plan;

import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.policy.Policy;
import dev.sentinel.responders.runbooks.Runbook;
import dev.sentinel.responders.runbooks.RunbookSet;
import dev.sentinel.responders.runbooks.Vocabulary;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.v1.Alternative;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.RunbookMatch;
import dev.sentinel.yaml.NearestWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes plans in two steps: a draft says what would be looked at and done; once somebody has looked, freezing makes a plan
 * of it, or says why there is none.
 */
public final class Planner {
    private final RunbookSet runbooks;
    private final Drafter drafter;
    private final Freezer freezer;

    public Planner(RunbookSet runbooks, Vocabulary vocabulary, Guards guards, Policy policy) {
        this.runbooks = runbooks;
        this.drafter = new Drafter();
        this.freezer = new Freezer(vocabulary, guards, policy);
    }

    /** Names of the runbooks that may be used for an incident now, in the order of its pattern. */
    public List<String> candidates(Incident incident) {
        return incident.getRunbooksList().stream()
                .filter(match -> match.getBlockedBy().isEmpty())
                .map(RunbookMatch::getRunbook)
                .filter(name -> runbooks.find(name).isPresent())
                .distinct()
                .toList();
    }

    /** The first of the incident's runbooks that can be drafted. */
    public Drafting draft(Incident incident, Situation situation) {
        var refused = new ArrayList<Alternative>();
        for (var match : incident.getRunbooksList()) {
            switch (draft(incident, situation, match.getRunbook(), Choice.BY_PATTERN)) {
                case Drafting.Drafted drafted -> {
                    return new Drafting.Drafted(with(drafted.draft(), refused));
                }
                case Drafting.None none -> refused.add(alternative(match.getRunbook(), match.getReason(), none.why()));
            }
        }
        return new Drafting.None(
                refused.isEmpty()
                        ? "pattern %s names no runbook; choose one by name".formatted(incident.getPattern())
                        : "none of its runbooks can be used now",
                refused);
    }

    /** Who wants a runbook to be used. */
    public enum Choice {
        BY_PATTERN,
        /** A person named it, and knows what they do about a mere suspicion. */
        BY_PERSON
    }

    /** One runbook for one incident. */
    public Drafting draft(Incident incident, Situation situation, String name, Choice choice) {
        var runbook = runbooks.find(name);
        if (runbook.isEmpty()) {
            return none("there is no runbook \"%s\"%s".formatted(name, NearestWord.hint(name, runbooks.names())));
        }
        return obstacle(incident, situation, runbook.get(), choice)
                .map(Planner::none)
                .orElseGet(() -> drafter.draft(incident, situation, runbook.get()));
    }

    private static Optional<String> obstacle(Incident incident, Situation situation, Runbook runbook, Choice choice) {
        if (!incident.getCluster().equals(situation.cluster())) {
            return Optional.of("the incident is of cluster %s, what was read of %s"
                    .formatted(incident.getCluster(), situation.cluster()));
        }
        var blocked = incident.getRunbooksList().stream()
                .filter(match -> match.getRunbook().equals(runbook.name())
                        && !match.getBlockedBy().isEmpty())
                .findFirst();
        if (blocked.isPresent()) {
            return Optional.of("it must not be used now: " + blocked.get().getBlockedBy());
        }
        if (!runbook.answers(incident.getPattern())) {
            return Optional.of("%s answers %s, not %s"
                    .formatted(runbook.name(), String.join(", ", runbook.patterns()), incident.getPattern()));
        }
        var pivot = incident.getPivot().getKind();
        if (!runbook.turnsAround(pivot)) {
            return Optional.of("%s turns around %s, and the incident around a %s"
                    .formatted(runbook.name(), String.join(", ", runbook.pivots()), pivot));
        }
        return switch (incident.getState()) {
            case INCIDENT_STATE_RESOLVED -> Optional.of("the incident is resolved; there is nothing to do about it");
            case INCIDENT_STATE_SUSPECTED ->
                runbook.onlyReads() || choice == Choice.BY_PERSON
                        ? Optional.empty()
                        : Optional.of(
                                "it is only suspected: nothing is changed on a suspicion unless a person wants it");
            case INCIDENT_STATE_OPEN, INCIDENT_STATE_MITIGATING, INCIDENT_STATE_MONITORING, INCIDENT_STATE_REOPENED ->
                Optional.empty();
            case INCIDENT_STATE_UNSPECIFIED, UNRECOGNIZED -> Optional.of("the state of the incident is not known");
        };
    }

    /** Makes a plan of a draft and of what looking at each of its targets brought, part by part. */
    public Freezing freeze(Draft draft, List<Prepared> prepared, Circumstances circumstances) {
        return freezer.freeze(draft, prepared, circumstances);
    }

    private static Draft with(Draft draft, List<Alternative> refused) {
        var alternatives = new ArrayList<>(draft.alternatives());
        alternatives.addAll(refused);
        return new Draft(
                draft.runbook(), draft.version(), draft.title(), draft.parts(), alternatives, draft.possibleLoss());
    }

    static Alternative alternative(String action, String sentence, String why) {
        return Alternative.newBuilder()
                .setAction(action)
                .setSentence(sentence)
                .setRefusedBecause(why)
                .build();
    }

    private static Drafting none(String why) {
        return new Drafting.None(why, List.of());
    }
}
