package dev.sentinel.correlator.patterns;

import dev.sentinel.correlator.patterns.Clause.Role;
import dev.sentinel.correlator.topology.Path;
import dev.sentinel.yaml.Section;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What only shows when the clauses of a pattern are seen together. */
final class ClauseChecks {
    private final Section top;
    private final List<Section> sections;
    private final List<Clause> clauses;

    /** One clause speaks of another. */
    private record Reference(String key, int to) {}

    ClauseChecks(Section top, List<Section> sections, List<Clause> clauses) {
        this.top = top;
        this.sections = sections;
        this.clauses = clauses;
    }

    void run() {
        for (int i = 0; i < clauses.size(); i++) {
            var clause = clauses.get(i);
            var section = sections.get(i);
            for (var reference : references(clause)) {
                check(section, i, reference);
            }
            recovery(clause, section);
            sameLink(clause, section);
            absentLink(clause, section);
            circle(i);
        }
        story();
    }

    private static List<Reference> references(Clause clause) {
        var references = new ArrayList<Reference>();
        clause.order().ifPresent(order -> references.add(new Reference("after", order.after())));
        clause.sameAs().ifPresent(to -> references.add(new Reference("same_as", to)));
        clause.recovers().ifPresent(to -> references.add(new Reference("recovers", to)));
        clause.absence()
                .filter(absence -> absence.since() != ClauseReader.NOBODY)
                .ifPresent(absence -> references.add(new Reference("since", absence.since())));
        return references;
    }

    private void check(Section section, int from, Reference reference) {
        var target = clauses.get(reference.to());
        if (reference.to() == from) {
            section.complain(reference.key(), "refers to its own clause; name another one");
        } else if (target.role() == Role.RECOVERY) {
            section.complain(
                    reference.key(), "\"%s\" is a recovery; name the clause that it recovers".formatted(target.name()));
        } else if (reference.key().equals("since") && target.absence().isPresent()) {
            section.complain(
                    "since", "\"%s\" is an absence; count from a clause of \"evidence\"".formatted(target.name()));
        }
    }

    private void recovery(Clause clause, Section section) {
        if (clause.role() != Role.RECOVERY) {
            if (section.has("recovers") && clause.absence().isEmpty()) {
                section.complain("recovers", "only a clause with \"role: recovery\" has this key");
            }
        } else if (clause.absence().isPresent()) {
            section.complain(
                    "role", "that nothing came cannot be a recovery; use \"evidence\", or \"resolve: {quiet: ...}\"");
        } else if (!section.has("recovers")) {
            section.missing("recovers");
        }
    }

    private void sameLink(Clause clause, Section section) {
        var other = clause.sameAs().map(clauses::get).filter(each -> !each.equals(clause));
        if (other.isEmpty() || halfRead(clause) || halfRead(other.get())) {
            return;
        }
        var mine = links(clause);
        var theirs = links(other.get());
        if (mine.isEmpty() || theirs.isEmpty()) {
            section.complain(
                    "same_as",
                    "%s has no link to compare; mark one in its paths (!) or add \"link\""
                            .formatted(
                                    mine.isEmpty()
                                            ? "this clause"
                                            : "\"" + other.get().name() + "\""));
        } else if (apart(mine, theirs)) {
            section.complain(
                    "same_as",
                    "its link is %s, that of \"%s\" is %s; they can never be the same"
                            .formatted(words(mine), other.get().name(), words(theirs)));
        }
    }

    private void absentLink(Clause clause, Section section) {
        var since = clause.absence()
                .filter(absence -> absence.since() != ClauseReader.NOBODY)
                .map(absence -> clauses.get(absence.since()))
                .filter(each -> !each.equals(clause) && each.role() != Role.RECOVERY);
        var mine = links(clause);
        if (since.isEmpty() || mine.isEmpty() || halfRead(since.get())) {
            return;
        }
        var theirs = links(since.get());
        if (theirs.isEmpty() || apart(mine, theirs)) {
            section.complain(
                    "since",
                    "this clause has a link (%s) and \"%s\" has %s; they must be able to share it"
                            .formatted(words(mine), since.get().name(), theirs.isEmpty() ? "none" : words(theirs)));
        }
    }

    /** A way of it could not be read, which was told; its link may have been there. */
    private boolean halfRead(Clause clause) {
        var section = sections.get(clauses.indexOf(clause));
        return clause.paths().isEmpty() || (clause.links().isEmpty() && section.has("link"));
    }

    private static Set<String> links(Clause clause) {
        return Ways.linkKinds(clause.paths(), clause.links());
    }

    private static boolean apart(Set<String> some, Set<String> others) {
        return !some.contains(Path.ANY) && !others.contains(Path.ANY) && Collections.disjoint(some, others);
    }

    private static String words(Set<String> kinds) {
        return String.join(" or ", kinds);
    }

    /** Told once for each circle, at its first clause. */
    private void circle(int start) {
        var way = wayBack(start);
        if (!way.isEmpty() && Collections.min(way) == start) {
            var names = way.stream().map(each -> clauses.get(each).name()).collect(Collectors.joining(", "));
            sections.get(start).complain("waits in a circle with %s; none of them could ever count".formatted(names));
        }
    }

    /** The shortest way from a clause along what it waits for back to itself; empty when there is none. */
    private List<Integer> wayBack(int start) {
        var cameFrom = new HashMap<Integer, Integer>();
        var next = new ArrayDeque<>(List.of(start));
        while (!next.isEmpty()) {
            int at = next.remove();
            for (var reference : references(clauses.get(at))) {
                if (reference.to() == start && at != start && !reference.key().equals("recovers")) {
                    return trace(cameFrom, start, at);
                }
                if (!reference.key().equals("recovers")
                        && reference.to() != start
                        && cameFrom.putIfAbsent(reference.to(), at) == null) {
                    next.add(reference.to());
                }
            }
        }
        return List.of();
    }

    private static List<Integer> trace(Map<Integer, Integer> cameFrom, int start, int last) {
        var way = new ArrayList<Integer>();
        for (int at = last; at != start; at = cameFrom.getOrDefault(at, start)) {
            way.addFirst(at);
        }
        way.addFirst(start);
        return way;
    }

    private void story() {
        var told = clauses.stream().map(Clause::role).anyMatch(role -> role != Role.CONTEXT && role != Role.RECOVERY);
        if (!clauses.isEmpty() && !told) {
            top.complainKey("evidence", "no clause is a cause, mechanism or symptom; the incident would have no story");
        }
    }
}
