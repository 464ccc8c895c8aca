package dev.sentinel.responders.notify;

import dev.sentinel.v1.ConfidenceReason;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.MissingEvidence;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.SourceTrust;
import dev.sentinel.v1.Step;
import dev.sentinel.v1.StoryRole;
import dev.sentinel.v1.StoryStep;
import dev.sentinel.v1.TrustLevel;
import dev.sentinel.yaml.Plain;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The sentences that every door says alike. Text of the world is one plain line in them, cut to a length. */
final class Telling {
    private static final int MOST_STEPS = 8;
    private static final int LONGEST = 300;

    private Telling() {}

    /** "CRITICAL open: agent-4 takes replicas it cannot hold". */
    static String headline(Incident incident) {
        return "%s %s: %s"
                .formatted(
                        word(incident.getSeverity()).toUpperCase(Locale.ROOT),
                        word(incident.getState()),
                        line(incident.getTitle()));
    }

    static String word(Severity severity) {
        return severity.name().replace("SEVERITY_", "").toLowerCase(Locale.ROOT);
    }

    static String word(IncidentState state) {
        return state.name().replace("INCIDENT_STATE_", "").toLowerCase(Locale.ROOT);
    }

    static String word(PlanState state) {
        return state.name().replace("PLAN_STATE_", "").toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The cause first, then the rest of the story in its order. */
    static List<String> story(Incident incident) {
        List<StoryStep> steps = incident.getStoryList();
        return steps.stream()
                .limit(MOST_STEPS)
                .map(step -> "%s %s".formatted(role(step.getRole()), line(step.getSentence())))
                .toList();
    }

    private static String role(StoryRole role) {
        return switch (role) {
            case STORY_ROLE_CAUSE -> "Cause:";
            case STORY_ROLE_MECHANISM -> "How:";
            case STORY_ROLE_SYMPTOM -> "Effect:";
            case STORY_ROLE_UNSPECIFIED, UNRECOGNIZED -> "Also:";
        };
    }

    /** What suffers, in one line; empty when nothing is known to. */
    static Optional<String> suffering(Incident incident) {
        if (!incident.hasBlastRadius()) {
            return Optional.empty();
        }
        var radius = incident.getBlastRadius();
        String copies = radius.getVolumesWithoutCopy() == 0
                ? ""
                : ", %d of them without a good copy".formatted(radius.getVolumesWithoutCopy());
        return Optional.of("%d nodes, %d volumes%s, %d workloads"
                .formatted(radius.getNodeCount(), radius.getVolumeCount(), copies, radius.getWorkloadCount()));
    }

    static String confidence(Incident incident) {
        String against = incident.getConfidence().getReasonsAgainstList().stream()
                .map(ConfidenceReason::getSentence)
                .map(Telling::line)
                .findFirst()
                .map(" (against it: %s)"::formatted)
                .orElse("");
        return "%d %% sure%s".formatted(Math.round(incident.getConfidence().getScore() * 100), against);
    }

    /** Witnesses that cannot be believed now. */
    static List<String> doubtfulWitnesses(Incident incident) {
        return incident.getSourceTrustList().stream()
                .filter(trust -> trust.getLevel() == TrustLevel.TRUST_LEVEL_STALE
                        || trust.getLevel() == TrustLevel.TRUST_LEVEL_SILENT
                        || trust.getLevel() == TrustLevel.TRUST_LEVEL_ON_FAILING_STORAGE)
                .map(Telling::doubt)
                .toList();
    }

    private static String doubt(SourceTrust trust) {
        String level = trust.getLevel()
                .name()
                .replace("TRUST_LEVEL_", "")
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
        return "%s: %s".formatted(line(trust.getSource()), level);
    }

    static List<String> missing(Incident incident) {
        return incident.getMissingEvidenceList().stream()
                .limit(3)
                .map(MissingEvidence::getWhat)
                .map(Telling::line)
                .toList();
    }

    static List<String> steps(Plan plan) {
        return plan.getContent().getStepsList().stream()
                .limit(MOST_STEPS)
                .map(step -> "%d. %s%s".formatted(step.getNumber(), line(step.getSentence()), wayBack(step)))
                .toList();
    }

    private static String wayBack(Step step) {
        return switch (step.getWayBackCase()) {
            case INVERSE -> " (can be taken back)";
            case IRREVERSIBLE ->
                " (CANNOT be taken back: %s)"
                        .formatted(line(step.getIrreversible().getLoss()));
            case UNCHANGING, WAYBACK_NOT_SET -> "";
        };
    }

    static String thing(Ref ref) {
        String name = ref.getNamespace().isEmpty() ? ref.getName() : ref.getNamespace() + "/" + ref.getName();
        return line(ref.getKind() + " " + name);
    }

    /** One line of visible characters, no longer than somebody reads. */
    static String line(String text) {
        return Plain.clip(Plain.oneLine(text), LONGEST);
    }
}
