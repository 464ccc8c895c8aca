package dev.sentinel.correlator.trial;

import dev.sentinel.correlator.patterns.Clause;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.correlator.trial.PatternTest.Given;
import dev.sentinel.correlator.trial.PatternTest.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads files of tests for a set of patterns, whose names and clauses the tests may use. */
public final class TestReader {
    private static final int MOST_TESTS = 500;
    private static final int MOST_EVENTS = 50_000;
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration AFTERWARDS = Duration.ofMinutes(10);

    private final SortedMap<String, Pattern> patterns = new TreeMap<>();

    public TestReader(Collection<Pattern> patterns) {
        patterns.forEach(pattern -> this.patterns.put(pattern.name(), pattern));
    }

    /** Reads one file; says everything that is wrong with it at once. */
    public TestReading read(String fileName, String text) {
        var complaints = new Complaints(fileName);
        var tests = new TreeReader(fileName, complaints)
                .read(text)
                .map(fields -> tests(new Entry(fields, complaints), complaints))
                .orElse(List.of());
        return complaints.none()
                ? new TestReading.Good(new TestFile(fileName, tests))
                : new TestReading.Bad(complaints.all());
    }

    private List<PatternTest> tests(Entry file, Complaints complaints) {
        var cluster = file.text("cluster").orElse("lab");
        var ground = file.texts("topology");
        var entries = file.entries("tests");
        if (entries.isEmpty() || entries.size() > MOST_TESTS) {
            file.complain("tests", "a file holds 1 to %d tests".formatted(MOST_TESTS));
        }
        file.refuseOthers();
        var names = new LinkedHashSet<String>();
        return entries.stream()
                .map(entry -> test(entry, cluster, ground, names, complaints))
                .toList();
    }

    private PatternTest test(
            Entry entry, String usual, List<Tree.Text> ground, Set<String> names, Complaints complaints) {
        var name = entry.need("name");
        if (!name.isEmpty() && !names.add(name)) {
            entry.complain("name", "another test of this file is called \"%s\" as well".formatted(name));
        }
        var cluster = entry.text("cluster").orElse(usual);
        var given = new ArrayList<Given>();
        var chains = new Chains(cluster, complaints);
        ground.forEach(chain -> chains.read(chain).ifPresent(given::add));
        entry.texts("topology").forEach(chain -> chains.read(chain).ifPresent(given::add));
        var reader = new GivenReader(cluster, complaints);
        entry.entries("given").forEach(each -> given.addAll(reader.read(each)));
        if (given.size() > MOST_EVENTS) {
            entry.complain("given", "%d events; a test has at most %d".formatted(given.size(), MOST_EVENTS));
        }
        var until = until(entry, given);
        var wanted = wanted(entry, complaints);
        entry.refuseOthers();
        return new PatternTest(name, entry.line(), cluster, given, until, wanted);
    }

    private static Duration until(Entry entry, List<Given> given) {
        var last = given.stream()
                .map(each -> Duration.between(PatternTest.START, each.acceptedAt()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        var until = entry.span("until").orElse(last.plus(AFTERWARDS));
        if (until.compareTo(last) < 0) {
            entry.complain("until", "ends before the last event arrives");
        } else if (until.compareTo(LONGEST) > 0) {
            entry.complain("until", "a test lasts at most 30 days");
        }
        return until;
    }

    private Wanted wanted(Entry entry, Complaints complaints) {
        var expected =
                entry.entries("expect").stream().map(ExpectationReader::read).toList();
        expected.forEach(each -> check(each, complaints));
        var nothing =
                entry.tree("expect_none").filter(Tree.Text.class::isInstance).isPresent();
        if (nothing && !entry.text("expect_none").orElse("").equals("true")) {
            entry.complain("expect_none", "write true, or a list of patterns");
        }
        var none = nothing ? List.<Tree.Text>of() : entry.texts("expect_none");
        none.forEach(each -> known(each.value(), each.line(), complaints));
        var only = entry.text("only").orElse("true");
        if (!only.equals("true") && !only.equals("false")) {
            entry.complain("only", "write true or false");
        }
        if (expected.isEmpty() && !nothing && none.isEmpty()) {
            complaints.at(entry.line(), "the test expects nothing; give it \"expect\", or \"expect_none: true\"");
        } else if (!expected.isEmpty() && nothing) {
            entry.complain("expect_none", "true contradicts \"expect\"; name the patterns that must stay silent");
        }
        var silent = none.stream().map(Tree.Text::value).collect(Collectors.toSet());
        return new Wanted(expected, silent, nothing, only.equals("true"));
    }

    private void check(Expectation expectation, Complaints complaints) {
        if (expectation.pattern().isEmpty() || !known(expectation.pattern(), expectation.line(), complaints)) {
            return;
        }
        expectation.parent().ifPresent(parent -> known(parent, expectation.line(), complaints));
        var clauses = Objects.requireNonNull(patterns.get(expectation.pattern())).clauses().stream()
                .map(Clause::name)
                .toList();
        var named = new ArrayList<>(expectation.evidence());
        named.addAll(expectation.missing());
        named.stream()
                .filter(name -> !clauses.contains(name))
                .forEach(name -> complaints.at(
                        expectation.line(),
                        "%s has no clause \"%s\"%s"
                                .formatted(expectation.pattern(), name, Nearest.hint(name, clauses))));
    }

    private boolean known(String pattern, int line, Complaints complaints) {
        if (!patterns.containsKey(pattern)) {
            complaints.at(
                    line, "no pattern is called \"%s\"%s".formatted(pattern, Nearest.hint(pattern, patterns.keySet())));
        }
        return patterns.containsKey(pattern);
    }
}
