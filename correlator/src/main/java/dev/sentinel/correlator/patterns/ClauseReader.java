package dev.sentinel.correlator.patterns;

import dev.sentinel.correlator.patterns.Clause.Role;
import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Section;
import dev.sentinel.yaml.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the clauses of a pattern: those of {@code evidence} first, then those of {@code absence}, numbered in that order. */
final class ClauseReader {
    private static final String NAME = "[a-z][a-z0-9_-]{0,62}";
    private static final List<String> RESERVED = List.of("and", "or", "not", "of");
    private static final List<String> ROLES = List.of("cause", "mechanism", "symptom", "context", "recovery");
    private static final int MOST_COUNTED = 1000;
    /** Stands for a name that is not known, which was told: such a pattern is never built. */
    static final int NOBODY = -1;

    private static final int LONGEST_SAY = 300;
    private static final int LONGEST_LEARN = 500;

    private final Section top;
    private final Matches matches;
    private final Ways ways;
    private final Duration window;
    private final Map<String, Section> evidence = new LinkedHashMap<>();
    private final Map<String, Section> absences = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();

    ClauseReader(Section top, Matches matches, Ways ways, Duration window) {
        this.top = top;
        this.matches = matches;
        this.ways = ways;
        this.window = window;
    }

    /** All clauses, also those with faults, so that others may refer to them. */
    List<Clause> read() {
        if (!top.has("evidence")) {
            top.missing("evidence");
        }
        collect("evidence", evidence);
        collect("absence", absences);
        if (names.size() > Pattern.MOST_CLAUSES) {
            top.complainKey(
                    "evidence",
                    "with absence there are %d clauses; at most %d".formatted(names.size(), Pattern.MOST_CLAUSES));
        }
        var clauses = new ArrayList<Clause>();
        evidence.forEach((name, section) -> clauses.add(evidence(name, section)));
        absences.forEach((name, section) -> clauses.add(absence(name, section)));
        var sections = new LinkedHashMap<>(evidence);
        sections.putAll(absences);
        new ClauseChecks(top, List.copyOf(sections.values()), clauses).run();
        return clauses;
    }

    private void collect(String key, Map<String, Section> into) {
        top.section(key)
                .ifPresent(section -> section.eachSection("clause", (name, clause) -> {
                    if (!name.matches(NAME) || RESERVED.contains(name)) {
                        section.complainKey(
                                name,
                                "\"%s\" is not a name for a clause; use lower-case letters, digits and _"
                                        .formatted(name));
                    } else if (names.contains(name)) {
                        section.complainKey(name, "is a clause of \"evidence\" already");
                        return;
                    }
                    names.add(name);
                    into.put(name, clause);
                }));
    }

    private Clause evidence(String name, Section section) {
        var role = role(section);
        var kinds = matches.read(section);
        var paths = ways.paths(section);
        var links = ways.links(section, paths);
        var clause = new Clause(
                name,
                role,
                kinds,
                paths,
                links,
                order(section),
                reference(section, "same_as"),
                count(section),
                Optional.empty(),
                reference(section, "recovers"),
                say(section, kinds, Ways.linkKinds(paths, links).isEmpty()),
                section.text("learn", LONGEST_LEARN).orElse(""));
        section.refuseOthers();
        return clause;
    }

    private Clause absence(String name, Section section) {
        var role = role(section);
        var kinds = matches.read(section);
        var paths = ways.paths(section);
        var links = ways.links(section, paths);
        var absence = absence(section);
        var clause = new Clause(
                name,
                role,
                kinds,
                paths,
                links,
                Optional.empty(),
                reference(section, "same_as"),
                Clause.Count.ONE,
                Optional.of(absence),
                Optional.empty(),
                sayNothingCame(
                        section, kinds, absence, Ways.linkKinds(paths, links).isEmpty()),
                section.text("learn", LONGEST_LEARN).orElse(""));
        section.refuseOthers();
        return clause;
    }

    private static Role role(Section section) {
        var word = section.need("role", 32);
        if (ROLES.contains(word)) {
            return Role.valueOf(word.toUpperCase(Locale.ROOT));
        }
        if (!word.isEmpty()) {
            section.complain("role", "\"%s\" is not a role%s".formatted(word, NearestWord.hint(word, ROLES)));
        }
        return Role.CONTEXT;
    }

    private Optional<Integer> reference(Section section, String key) {
        var name = section.text(key, 64);
        var number = name.map(names::indexOf).filter(index -> index >= 0);
        if (name.isPresent() && number.isEmpty()) {
            section.complain(
                    key, "no clause is called \"%s\"%s".formatted(name.get(), NearestWord.hint(name.get(), names)));
        }
        return number;
    }

    private Optional<Clause.Order> order(Section section) {
        var after = reference(section, "after");
        var within = span(section, "within");
        if (section.has("within") && !section.has("after")) {
            section.complain("within", "says how long after another clause; add \"after\"");
        }
        return after.map(clause -> new Clause.Order(clause, within.orElse(window)));
    }

    /** A time that is longer than the window could never be seen to pass. */
    private Optional<Duration> span(Section section, String key) {
        var span = section.span(key);
        if (span.filter(given -> given.compareTo(window) > 0).isPresent()) {
            section.complain(key, "is longer than the window of the pattern (%s)".formatted(Spans.write(window)));
        }
        return span;
    }

    private Clause.Count count(Section section) {
        var given = section.section("count");
        if (given.isEmpty()) {
            return Clause.Count.ONE;
        }
        var count = given.get();
        var atLeast = count.count("at_least", 1, MOST_COUNTED).orElse(1);
        if (!count.has("at_least")) {
            count.missing("at_least");
        }
        var span = span(count, "span").orElse(window);
        var distinct = count.flag("distinct");
        countable(count, atLeast, distinct);
        count.refuseOthers();
        return new Clause.Count(atLeast, span, distinct);
    }

    /** More than is remembered could never be reached. */
    private static void countable(Section count, int atLeast, boolean distinct) {
        if (distinct && atLeast > Clause.Count.MOST_SUBJECTS) {
            count.complain(
                    "at_least",
                    "%d subjects are never counted; write at most %d".formatted(atLeast, Clause.Count.MOST_SUBJECTS));
        } else if (!distinct && atLeast > Clause.Count.MOST_EVENTS) {
            count.complain(
                    "at_least",
                    "%d events are never counted; write at most %d, or \"distinct: true\" to count up to %d subjects"
                            .formatted(atLeast, Clause.Count.MOST_EVENTS, Clause.Count.MOST_SUBJECTS));
        }
    }

    private Clause.Absence absence(Section section) {
        if (!section.has("since")) {
            section.missing("since");
        }
        if (!section.has("deadline")) {
            section.missing("deadline");
        }
        return new Clause.Absence(
                reference(section, "since").orElse(NOBODY),
                span(section, "deadline").orElse(window));
    }

    private static String say(Section section, List<Match> matches, boolean linkless) {
        var kinds = matches.stream().map(Match::kind).toList();
        return say(
                        section,
                        !kinds.isEmpty(),
                        kinds.contains(Match.ANY) ? List.of() : kinds,
                        linkless ? List.of("link") : List.of())
                .orElse("{subject}: {kind}");
    }

    private static String sayNothingCame(
            Section section, List<Match> matches, Clause.Absence absence, boolean linkless) {
        var missed = matches.stream().map(match -> Template.words(match.kind())).collect(Collectors.joining(" or "));
        // There is no fact and no kind to speak of: nothing came.
        return say(section, true, List.of(), linkless ? List.of("link", "kind") : List.of("kind"))
                .orElse("{subject}: no %s for %s".formatted(missed, Spans.write(absence.deadline())));
    }

    private static Optional<String> say(Section section, boolean readable, List<String> kinds, List<String> without) {
        var text = section.text("say", LONGEST_SAY);
        var gaps = new TreeSet<>(Template.OF_A_STEP);
        without.forEach(gaps::remove);
        // Without a kind that could be read, nothing is known of its facts.
        if (readable) {
            text.ifPresent(given -> Sentences.check(section, "say", given, gaps, kinds));
        }
        return text;
    }
}
