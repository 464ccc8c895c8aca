package dev.sentinel.correlator.trial;

import dev.sentinel.correlator.patterns.Clause;
import dev.sentinel.correlator.patterns.Match;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.correlator.topology.Path;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.EvidenceRef;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.MissingEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says which clauses of a pattern a test satisfied, and how far it came with the others. */
final class Clauses {
    private final Pattern pattern;
    private final PatternTest test;

    Clauses(Pattern pattern, PatternTest test) {
        this.pattern = pattern;
        this.test = test;
    }

    static SortedSet<String> held(Incident incident) {
        return incident.getEvidenceList().stream()
                .map(EvidenceRef::getClause)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The clauses whose evidence the incident says is missing. */
    static SortedSet<String> missing(Incident incident, Pattern pattern) {
        return pattern.clauses().stream()
                .filter(clause -> incident.getMissingEvidenceList().stream().anyMatch(gap -> about(gap, clause)))
                .map(Clause::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean about(MissingEvidence gap, Clause clause) {
        // Incidents are for people, so they name clauses without underscores.
        return gap.getWhat().equals(clause.name().replace('_', ' '));
    }

    /** One line for each clause. */
    List<String> explain(List<Incident> incidents) {
        var held =
                incidents.stream().flatMap(incident -> held(incident).stream()).collect(Collectors.toSet());
        var lines = new ArrayList<String>();
        for (var clause : pattern.clauses()) {
            lines.add("%s %s: %s"
                    .formatted(
                            held.contains(clause.name()) ? "+" : "-",
                            clause.name(),
                            held.contains(clause.name()) ? "held" : why(clause)));
        }
        return lines;
    }

    private String why(Clause clause) {
        var ofKind = events(clause)
                .filter(event -> clause.matches().stream().anyMatch(match -> isOf(match, event)))
                .toList();
        var fitting = ofKind.stream()
                .filter(event -> clause.matches().stream()
                        .anyMatch(
                                match -> isOf(match, event) && match.condition().holds(event)))
                .toList();
        if (clause.absence().isPresent()) {
            return "waits for nothing to come; %d events of the test would have ended the wait"
                    .formatted(fitting.size());
        }
        if (ofKind.isEmpty()) {
            return "no event of its kinds";
        }
        if (fitting.isEmpty()) {
            return "%d events of its kinds, \"when\" holds for none".formatted(ofKind.size());
        }
        var beginning = fitting.stream().filter(event -> begins(clause, event)).count();
        return beginning == 0
                ? "%d events fit, no path begins at their subject or at what they relate to".formatted(fitting.size())
                : "%d events fit and %d begin a path; see order, link, count, and whether the topology leads to the pivot"
                        .formatted(fitting.size(), beginning);
    }

    private Stream<Event> events(Clause clause) {
        return clause.matches().isEmpty()
                ? Stream.empty()
                : test.given().stream().map(PatternTest.Given::event);
    }

    private static boolean isOf(Match match, Event event) {
        return match.kind().equals(Match.ANY) || match.kind().equals(Kinds.of(event));
    }

    private static boolean begins(Clause clause, Event event) {
        return clause.paths().stream()
                .map(Path::from)
                .anyMatch(kind -> kind.equals(Path.ANY)
                        || kind.equals(event.getSubject().getKind())
                        || event.getRelatedList().stream().anyMatch(related -> kind.equals(related.getKind())));
    }
}
