package dev.sentinel.correlator.trial;

import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.FoldedNoise;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.StoryRole;
import dev.sentinel.v1.StoryStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Compares what came with what was expected. */
final class Judge {
    private final SortedMap<String, Pattern> patterns;
    private final PatternTest test;
    private final SortedMap<String, Incident> came;

    Judge(SortedMap<String, Pattern> patterns, PatternTest test, SortedMap<String, Incident> came) {
        this.patterns = patterns;
        this.test = test;
        this.came = came;
    }

    List<String> complaints() {
        var complaints = new ArrayList<String>();
        var expected = new HashSet<String>();
        for (var expectation : test.wanted().incidents()) {
            candidate(expectation, expected)
                    .ifPresentOrElse(
                            incident -> {
                                expected.add(incident.getId());
                                complaints.addAll(wrong(expectation, incident));
                            },
                            () -> complaints.add(missed(expectation)));
        }
        complaints.addAll(unexpected(expected));
        return complaints;
    }

    private Optional<Incident> candidate(Expectation expectation, Set<String> taken) {
        return came.values().stream()
                .filter(incident -> incident.getPattern().equals(expectation.pattern()))
                .filter(incident -> !taken.contains(incident.getId()))
                .filter(incident -> expectation
                        .pivot()
                        .map(pivot -> Refs.same(pivot, incident.getPivot()))
                        .orElse(true))
                .findFirst();
    }

    private List<String> wrong(Expectation expectation, Incident incident) {
        var wrong = new ArrayList<String>();
        expectation
                .state()
                .filter(state -> state != incident.getState())
                .ifPresent(state -> wrong.add(
                        differs("state", ExpectationReader.word(state), ExpectationReader.word(incident.getState()))));
        expectation
                .severity()
                .filter(severity -> severity != incident.getSeverity())
                .ifPresent(severity -> wrong.add(differs("severity", word(severity), word(incident.getSeverity()))));
        var score = incident.getConfidence().getScore();
        expectation
                .confidence()
                .filter(bound -> !bound.holds(score))
                .ifPresent(bound ->
                        wrong.add(differs("confidence", bound.toString(), String.format(Locale.ROOT, "%.2f", score))));
        expectation
                .cause()
                .filter(text -> !tells(incident, text))
                .ifPresent(text -> wrong.add(differs(
                        "cause",
                        "a sentence with \"%s\"".formatted(text),
                        sentences(incident, StoryRole.STORY_ROLE_CAUSE))));
        expectation
                .symptoms()
                .filter(count -> count != symptoms(incident))
                .ifPresent(count -> wrong.add(differs(
                        "symptoms",
                        count + " things",
                        symptoms(incident) + ": " + sentences(incident, StoryRole.STORY_ROLE_SYMPTOM))));
        wrong.addAll(wrongClauses(expectation, incident));
        expectation
                .folded()
                .filter(count -> count != folded(incident))
                .ifPresent(count -> wrong.add(differs("folded", count + " facts", String.valueOf(folded(incident)))));
        expectation
                .parent()
                .filter(parent -> !parent(incident).equals(parent))
                .ifPresent(parent ->
                        wrong.add(differs("parent", parent, parent(incident).isEmpty() ? "none" : parent(incident))));
        expectation
                .openedBy()
                .filter(by -> openedAfter(incident)
                        .map(after -> after.compareTo(by) > 0)
                        .orElse(true))
                .ifPresent(by -> wrong.add(differs(
                        "opened_by",
                        by.toString(),
                        openedAfter(incident).map(Duration::toString).orElse("never"))));
        return wrong.stream()
                .map(each -> "%s about %s: %s".formatted(incident.getPattern(), Refs.write(incident.getPivot()), each))
                .toList();
    }

    private List<String> wrongClauses(Expectation expectation, Incident incident) {
        var held = Clauses.held(incident);
        var missing = Clauses.missing(incident, pattern(incident.getPattern()));
        var wrong = new ArrayList<String>();
        expectation.evidence().stream()
                .filter(name -> !held.contains(name))
                .forEach(name -> wrong.add(differs("evidence", name, held.toString())));
        expectation.missing().stream()
                .filter(name -> !missing.contains(name))
                .forEach(name -> wrong.add(differs("missing", name, missing.toString())));
        return wrong;
    }

    /** The reader of the test has checked the names. */
    private Pattern pattern(String name) {
        return Objects.requireNonNull(patterns.get(name), name);
    }

    private static String differs(String what, String expected, String came) {
        return "%s: expected %s, came %s".formatted(what, expected, came);
    }

    private String missed(Expectation expectation) {
        var about =
                expectation.pivot().map(pivot -> " about " + Refs.write(pivot)).orElse("");
        var text = new StringBuilder("no incident of %s%s".formatted(expectation.pattern(), about));
        var others = came.values().stream()
                .filter(incident -> incident.getPattern().equals(expectation.pattern()))
                .toList();
        others.forEach(incident -> text.append("\n  there is one about ").append(summary(incident)));
        new Clauses(pattern(expectation.pattern()), test)
                .explain(others)
                .forEach(line -> text.append("\n  ").append(line));
        return text.toString();
    }

    private List<String> unexpected(Set<String> expected) {
        var complaints = new ArrayList<String>();
        for (var incident : came.values()) {
            var opened = incident.hasOpenedAt() && !expected.contains(incident.getId());
            if (opened && test.wanted().noneOf().contains(incident.getPattern())) {
                complaints.add("must stay silent and opened: " + summary(incident));
            } else if (opened && test.wanted().only() && !belongs(incident, expected)) {
                complaints.add((test.wanted().nothing() ? "nothing may open, and there is " : "nobody expected ")
                        + summary(incident));
            }
        }
        return complaints;
    }

    /** Whether it hangs under an expected one, at whatever distance. */
    private boolean belongs(Incident incident, Collection<String> expected) {
        var parent = incident.getParentId();
        // Families are a few levels deep; a ring in them would be a fault, and must not hang the test.
        for (int level = 0; level < 16 && !parent.isEmpty(); level++) {
            if (expected.contains(parent)) {
                return true;
            }
            parent = Optional.ofNullable(came.get(parent))
                    .map(Incident::getParentId)
                    .orElse("");
        }
        return false;
    }

    private String summary(Incident incident) {
        return "%s %s of %s about %s: %s [%s]"
                .formatted(
                        ExpectationReader.word(incident.getState()),
                        word(incident.getSeverity()),
                        incident.getPattern(),
                        Refs.write(incident.getPivot()),
                        incident.getTitle(),
                        String.join(", ", Clauses.held(incident)));
    }

    private static boolean tells(Incident incident, String text) {
        return incident.getStoryList().stream()
                .filter(step -> step.getRole() == StoryRole.STORY_ROLE_CAUSE)
                .anyMatch(step -> step.getSentence().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)));
    }

    private static String sentences(Incident incident, StoryRole role) {
        return incident.getStoryList().stream()
                .filter(step -> step.getRole() == role)
                .map(StoryStep::getSentence)
                .toList()
                .toString();
    }

    private static int symptoms(Incident incident) {
        return (int) incident.getStoryList().stream()
                .filter(step -> step.getRole() == StoryRole.STORY_ROLE_SYMPTOM)
                .map(step -> Refs.write(step.getSubject()))
                .distinct()
                .count();
    }

    private static int folded(Incident incident) {
        return (int) incident.getFoldedList().stream()
                .mapToLong(FoldedNoise::getCount)
                .sum();
    }

    private String parent(Incident incident) {
        return Optional.ofNullable(came.get(incident.getParentId()))
                .map(Incident::getPattern)
                .orElse("");
    }

    private static Optional<Duration> openedAfter(Incident incident) {
        return incident.hasOpenedAt()
                ? Optional.of(Duration.between(PatternTest.START, Moments.of(incident.getOpenedAt())))
                : Optional.empty();
    }

    private static String word(Severity severity) {
        return severity.name().substring("SEVERITY_".length()).toLowerCase(Locale.ROOT);
    }
}
