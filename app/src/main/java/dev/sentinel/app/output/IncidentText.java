package dev.sentinel.app.output;

import com.google.protobuf.Timestamp;
import dev.sentinel.v1.AffectedThing;
import dev.sentinel.v1.BlastRadius;
import dev.sentinel.v1.Confidence;
import dev.sentinel.v1.EvidenceRef;
import dev.sentinel.v1.FoldedNoise;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.MissingEvidence;
import dev.sentinel.v1.PathHop;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.RunbookMatch;
import dev.sentinel.v1.SourceTrust;
import dev.sentinel.v1.StoryStep;
import dev.sentinel.v1.TimelineEntry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An incident in words, for somebody at 3 a.m.; every text of it may come from a hostile log and is escaped. */
public final class IncidentText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long FIRST_SECOND =
            Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final String NO_TIME = "unknown time        ";

    private IncidentText() {}

    /** One line for each change. */
    public static String line(Incident incident) {
        return Printable.escape("%s  %-10s  %-8s  %-4s  %s  %s%s"
                .formatted(
                        time(incident.getUpdatedAt()),
                        word(incident.getState()),
                        word(incident.getSeverity()),
                        percent(incident.getConfidence().getScore()),
                        incident.getId(),
                        incident.getTitle(),
                        incident.getSilencedBy().isEmpty() ? "" : "  (" + incident.getSilencedBy() + ")"));
    }

    /** The whole story. */
    public static List<String> story(Incident incident) {
        List<String> lines = new ArrayList<>(head(incident));
        if (!incident.getSummary().isBlank()) {
            lines.add("");
            incident.getSummary().strip().lines().forEach(line -> lines.add(Printable.escape(line)));
        }
        section(
                lines,
                "What happened",
                incident.getStoryList().stream()
                        .flatMap(step -> step(step).stream())
                        .toList());
        section(
                lines,
                "Why we believe it: " + percent(incident.getConfidence().getScore()),
                reasons(incident.getConfidence()));
        section(
                lines,
                "Evidence",
                incident.getEvidenceList().stream().map(IncidentText::evidence).toList());
        section(
                lines,
                "Evidence against",
                incident.getEvidenceAgainstList().stream()
                        .map(IncidentText::evidence)
                        .toList());
        section(
                lines,
                "Not known, and how to find out",
                incident.getMissingEvidenceList().stream()
                        .flatMap(each -> missing(each).stream())
                        .toList());
        section(
                lines,
                "Whom to believe",
                incident.getSourceTrustList().stream().map(IncidentText::trust).toList());
        section(lines, "Who suffers", radius(incident.getBlastRadius()));
        section(
                lines,
                "Folded in, because it only follows",
                incident.getFoldedList().stream().map(IncidentText::folded).toList());
        section(lines, "Belongs to", family(incident));
        section(
                lines,
                "Runbooks",
                incident.getRunbooksList().stream().map(IncidentText::runbook).toList());
        if (incident.getOmittedCount() > 0) {
            lines.add("");
            lines.add("%d more pieces of it met a limit and are only counted.".formatted(incident.getOmittedCount()));
        }
        return lines;
    }

    /** The figures and the history. */
    public static List<String> history(Incident incident) {
        List<String> lines = new ArrayList<>(head(incident));
        section(
                lines,
                "History",
                incident.getTimelineList().stream().map(IncidentText::entry).toList());
        section(
                lines,
                "Evidence",
                incident.getEvidenceList().stream().map(IncidentText::evidence).toList());
        lines.add("");
        lines.add("The story: sentinel explain " + Printable.escape(incident.getId()));
        return lines;
    }

    private static List<String> head(Incident incident) {
        List<String> lines = new ArrayList<>();
        lines.add(Printable.escape(incident.getTitle()));
        lines.add("");
        field(
                lines,
                "state",
                word(incident.getState()) + ", " + word(incident.getSeverity()) + ", "
                        + percent(incident.getConfidence().getScore()) + " sure");
        field(lines, "about", thing(incident.getPivot()) + " in cluster " + incident.getCluster());
        field(lines, "began", time(incident.getBeganAt()));
        if (incident.hasOpenedAt()) {
            field(lines, "opened", time(incident.getOpenedAt()));
        }
        field(lines, "last news", time(incident.getUpdatedAt()));
        if (incident.hasResolvedAt()) {
            field(lines, "resolved", time(incident.getResolvedAt()));
        }
        if (incident.getReopenCount() > 0) {
            field(lines, "reopened", incident.getReopenCount() + " times");
        }
        if (incident.getDampedFlaps() > 0) {
            field(lines, "flapping", incident.getDampedFlaps() + " changes of state held back");
        }
        if (!incident.getSilencedBy().isEmpty()) {
            field(lines, "kept quiet", "by " + incident.getSilencedBy());
        }
        field(lines, "pattern", incident.getPattern() + version(incident.getPatternVersion()));
        field(lines, "id", incident.getId() + ", revision " + incident.getRevision());
        return lines;
    }

    private static String version(String version) {
        return version.isEmpty() ? "" : " version " + version;
    }

    private static List<String> step(StoryStep step) {
        List<String> lines = new ArrayList<>();
        lines.add("%s  %-9s  %s".formatted(time(step.getAt()), word(step.getRole()), step.getSentence()));
        if (step.getPathCount() > 0) {
            lines.add(" ".repeat(22) + "by way of  " + path(step));
        }
        return lines;
    }

    private static String path(StoryStep step) {
        return step.getPathList().stream()
                .map(IncidentText::hop)
                .collect(Collectors.joining("", thing(step.getSubject()), ""));
    }

    private static String hop(PathHop hop) {
        String edge = word(hop.getEdge());
        return (hop.getReversed() ? " <-" + edge + "- " : " -" + edge + "-> ") + thing(hop.getTo());
    }

    private static List<String> reasons(Confidence confidence) {
        List<String> lines = new ArrayList<>();
        confidence.getReasonsForList().forEach(reason -> lines.add("for      %s".formatted(reason.getSentence())));
        confidence.getReasonsAgainstList().forEach(reason -> lines.add("against  %s".formatted(reason.getSentence())));
        return lines;
    }

    private static String evidence(EvidenceRef evidence) {
        return "%s  %-34s %s%s%s"
                .formatted(
                        evidence.hasOccurredAt() ? time(evidence.getOccurredAt()) : NO_TIME,
                        evidence.getKind(),
                        thing(evidence.getSubject()),
                        evidence.getCount() > 1 ? ", " + evidence.getCount() + " times" : "",
                        evidence.getNote().isEmpty() ? "" : ": " + evidence.getNote());
    }

    private static List<String> missing(MissingEvidence missing) {
        List<String> lines = new ArrayList<>();
        lines.add(missing.getWhat() + (missing.getWhyMissing().isEmpty() ? "" : ": " + missing.getWhyMissing()));
        if (!missing.getHowToLearn().isEmpty()) {
            missing.getHowToLearn().strip().lines().forEach(line -> lines.add("    " + line));
        }
        return lines;
    }

    private static String trust(SourceTrust trust) {
        return "%-24s %s%s%s%s"
                .formatted(
                        trust.getSource(),
                        word(trust.getLevel()).replace('_', ' '),
                        trust.hasStandsOn() ? " (" + thing(trust.getStandsOn()) + ")" : "",
                        trust.hasLastEventAt() ? ", last heard " + time(trust.getLastEventAt()) : "",
                        trust.getReason().isEmpty() ? "" : ": " + trust.getReason());
    }

    private static List<String> radius(BlastRadius radius) {
        List<String> lines = new ArrayList<>();
        for (AffectedThing thing : radius.getThingsList()) {
            lines.add("%-8s  %s%s%s"
                    .formatted(
                            word(thing.getImpact()),
                            thing(thing.getRef()),
                            thing.getEffect().isEmpty() ? "" : ": " + thing.getEffect(),
                            thing.getAtRiskOnly() ? " (not hurt yet)" : ""));
        }
        if (radius.getOmittedCount() > 0) {
            lines.add("and %d more".formatted(radius.getOmittedCount()));
        }
        if (radius.getNodeCount() + radius.getVolumeCount() + radius.getWorkloadCount() > 0) {
            lines.add("in all: %d nodes, %d volumes, %d workloads"
                    .formatted(radius.getNodeCount(), radius.getVolumeCount(), radius.getWorkloadCount()));
        }
        if (radius.getVolumesWithoutCopy() > 0) {
            lines.add("volumes with no good copy left: %d".formatted(radius.getVolumesWithoutCopy()));
        }
        return lines;
    }

    private static String folded(FoldedNoise noise) {
        String examples =
                noise.getExampleNamesCount() == 0 ? "" : " (" + String.join(", ", noise.getExampleNamesList()) + ")";
        return "%d x %s%s: %s".formatted(noise.getCount(), noise.getKind(), examples, noise.getReason());
    }

    private static List<String> family(Incident incident) {
        List<String> lines = new ArrayList<>();
        if (!incident.getParentId().isEmpty()) {
            lines.add("caused by  " + incident.getParentId());
        }
        incident.getChildIdsList().forEach(child -> lines.add("caused     " + child));
        return lines;
    }

    private static String runbook(RunbookMatch runbook) {
        return runbook.getRunbook()
                + (runbook.getReason().isEmpty() ? "" : ": " + runbook.getReason())
                + (runbook.getBlockedBy().isEmpty() ? "" : " (not now: " + runbook.getBlockedBy() + ")");
    }

    private static String entry(TimelineEntry entry) {
        return "%s  %-12s  %s".formatted(time(entry.getAt()), word(entry.getKind()), entry.getSentence());
    }

    private static void field(List<String> lines, String name, String value) {
        lines.add("%-10s %s".formatted(name, Printable.escape(value)));
    }

    private static void section(List<String> lines, String title, List<String> content) {
        if (!content.isEmpty()) {
            lines.add("");
            lines.add(title);
            content.forEach(line -> lines.add("  " + Printable.escape(line)));
        }
    }

    /** "volume pvc-1", "server monitoring/prometheus-0": the last word of the kind, and the name with its place. */
    public static String thing(Ref ref) {
        String kind =
                ref.getKind().substring(ref.getKind().lastIndexOf('.') + 1).replace('_', ' ');
        return kind + " " + (ref.getNamespace().isEmpty() ? "" : ref.getNamespace() + "/") + ref.getName();
    }

    public static String time(Timestamp time) {
        // What a stranger published may be out of every calendar.
        return TIME.format(Instant.ofEpochSecond(Math.clamp(time.getSeconds(), FIRST_SECOND, LAST_SECOND)));
    }

    public static String severity(Incident incident) {
        return word(incident.getSeverity());
    }

    public static String percent(double score) {
        return "%d%%".formatted(Math.round(score * 100));
    }

    /** The value without the name of its type: all constants of one type begin alike. */
    private static String word(Enum<?> value) {
        String type = value.getDeclaringClass()
                .getSimpleName()
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toUpperCase(Locale.ROOT);
        return value.name().replace(type + "_", "").toLowerCase(Locale.ROOT);
    }
}
