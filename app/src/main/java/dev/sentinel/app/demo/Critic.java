package dev.sentinel.app.demo;

import dev.sentinel.app.demo.Verdict.Finding;
import dev.sentinel.app.output.IncidentText;
import dev.sentinel.app.output.Printable;
import dev.sentinel.correlator.running.Words;
import dev.sentinel.lab.scenario.Expectations;
import dev.sentinel.lab.scenario.Expectations.About;
import dev.sentinel.lab.scenario.Expectations.Opens;
import dev.sentinel.v1.EvidenceRef;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.StoryRole;
import dev.sentinel.v1.StoryStep;
import dev.sentinel.yaml.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds what Sentinel did against what was expected. Computes only. */
final class Critic {
    private static final int DEEPEST = 8;

    private final Expectations expected;
    private final Seen seen;

    /**
     * What there is to judge.
     *
     * @param opened when incidents could be read as open, by their ids
     */
    record Seen(Moments moments, Map<String, Instant> opened, List<Incident> incidents) {
        Seen {
            opened = Map.copyOf(opened);
            incidents = List.copyOf(incidents);
        }
    }

    Critic(Expectations expected, Seen seen) {
        this.expected = expected;
        this.seen = seen;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (Opens opens : expected.opens()) {
            findings.addAll(judge(opens));
        }
        for (Incident incident : opened()) {
            if (!isKnown(incident) && !isExplained(incident)) {
                findings.add(new Finding(
                        false,
                        "nobody expected: %s, because of %s"
                                .formatted(
                                        named(incident),
                                        incident.getEvidenceList().stream()
                                                .map(EvidenceRef::getKind)
                                                .distinct()
                                                .toList())));
            }
        }
        return findings;
    }

    private boolean isKnown(Incident incident) {
        return expected.opens().stream().anyMatch(each -> is(each.about(), incident))
                || expected.allowed().stream().anyMatch(each -> is(each, incident));
    }

    /** It is told as a part of one that is known, or as a part of such a part. */
    private boolean isExplained(Incident incident) {
        Optional<Incident> above = parent(incident);
        for (int steps = 0; above.isPresent() && steps < DEEPEST; steps++) {
            if (isKnown(above.get())) {
                return true;
            }
            above = parent(above.get());
        }
        return false;
    }

    private Optional<Incident> parent(Incident incident) {
        return seen.incidents().stream()
                .filter(each -> each.getId().equals(incident.getParentId()))
                .findFirst();
    }

    /** How long it took until the first expected incident was open. */
    Optional<Duration> detected() {
        return expected.opens().stream()
                .findFirst()
                .flatMap(first -> opened().stream()
                        .filter(each -> is(first.about(), each))
                        .findFirst()
                        .flatMap(incident -> seen.moments()
                                .of(first.since())
                                .map(since -> Duration.between(since, openedAt(incident)))));
    }

    private List<Incident> opened() {
        return seen.incidents().stream().filter(Incident::hasOpenedAt).toList();
    }

    private List<Finding> judge(Opens opens) {
        Optional<Incident> found =
                opened().stream().filter(each -> is(opens.about(), each)).findFirst();
        if (found.isEmpty()) {
            return List.of(new Finding(
                    false,
                    "%s about %s did not open; incidents: %s"
                            .formatted(
                                    opens.about().pattern(),
                                    opens.about().thing().orElse("anything"),
                                    seen.incidents().stream().map(Critic::named).toList())));
        }
        Incident incident = found.get();
        List<Finding> findings = new ArrayList<>();
        findings.add(inTime(opens, incident));
        opens.severity()
                .ifPresent(severity -> findings.add(new Finding(
                        Words.of(incident.getSeverity()).equals(severity),
                        "%s is %s, expected %s"
                                .formatted(incident.getPattern(), Words.of(incident.getSeverity()), severity))));
        opens.cause().ifPresent(cause -> findings.add(cause(incident, cause)));
        String told = told(incident);
        opens.tells()
                .forEach(words -> findings.add(new Finding(
                        told.contains(words), "%s tells of \"%s\"".formatted(incident.getPattern(), words))));
        opens.state()
                .ifPresent(state -> findings.add(new Finding(
                        Words.of(incident.getState()).equals(state),
                        "%s is %s in the end, expected %s"
                                .formatted(incident.getPattern(), Words.of(incident.getState()), state))));
        return findings;
    }

    private Finding inTime(Opens opens, Incident incident) {
        Optional<Instant> since = seen.moments().of(opens.since());
        if (since.isEmpty()) {
            return new Finding(
                    false, "%s opened, and what its time counts from never came".formatted(incident.getPattern()));
        }
        Duration took = Duration.between(since.get(), openedAt(incident));
        boolean kept = opens.within().map(within -> took.compareTo(within) <= 0).orElse(true);
        return new Finding(
                kept,
                "%s opened after %s%s"
                        .formatted(
                                named(incident),
                                span(took),
                                opens.within()
                                        .map(each -> ", at most " + Spans.write(each))
                                        .orElse("")));
    }

    private static Finding cause(Incident incident, String words) {
        List<String> causes = incident.getStoryList().stream()
                .filter(step -> step.getRole() == StoryRole.STORY_ROLE_CAUSE)
                .map(StoryStep::getSentence)
                .toList();
        return new Finding(
                causes.stream().anyMatch(each -> each.contains(words)),
                "%s says why: %s".formatted(incident.getPattern(), Printable.escape(causes.toString())));
    }

    private static String told(Incident incident) {
        StringBuilder all = new StringBuilder(incident.getTitle());
        incident.getStoryList().forEach(step -> all.append('\n').append(step.getSentence()));
        incident.getBlastRadius()
                .getThingsList()
                .forEach(thing -> all.append('\n').append(IncidentText.thing(thing.getRef())));
        return all.toString();
    }

    private static boolean is(About about, Incident incident) {
        return about.pattern().equals(incident.getPattern())
                && about.thing()
                        .map(thing -> thing.equals(written(incident.getPivot())))
                        .orElse(true);
    }

    static String written(Ref ref) {
        return ref.getNamespace().isEmpty()
                ? ref.getKind() + "/" + ref.getName()
                : "%s/%s/%s".formatted(ref.getKind(), ref.getNamespace(), ref.getName());
    }

    private static String named(Incident incident) {
        return Printable.escape("%s about %s (%s)"
                .formatted(incident.getPattern(), written(incident.getPivot()), Words.of(incident.getState())));
    }

    /** Whole seconds are fine enough for people, and it may have opened a moment before what it is measured from. */
    static String span(Duration span) {
        Duration whole = Duration.ofSeconds(span.abs().toSeconds());
        return (span.isNegative() ? "-" : "") + Spans.write(whole);
    }

    private Instant openedAt(Incident incident) {
        return Optional.ofNullable(seen.opened().get(incident.getId())).orElseThrow();
    }
}
