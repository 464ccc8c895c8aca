package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.patterns.Clause;
import dev.sentinel.correlator.patterns.Formula;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.correlator.patterns.Template;
import dev.sentinel.correlator.topology.Path;
import dev.sentinel.correlator.topology.Topology;
import dev.sentinel.v1.RunbookMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A pattern made ready for one cluster: its paths as walkers, its clauses in the order in which they depend on each other. */
final class Rule {
    final Pattern pattern;
    final int number;
    final long window;
    final Way[][] paths;
    final Way[][] links;
    final int[] order;
    /** Without these clauses neither formula can hold, so nothing need be assessed. */
    private final long neededToOpen;

    private final long neededToSuspect;
    final long answering;
    private final long troubles;
    /** By clause, those that are read against its times; all of them when its own times matter. */
    private final long[] readers;
    /** By clause, the one it comes after, and how soon in milliseconds; the one whose link it shares; -1 for none. */
    final int[] after;

    final long[] within;
    final int[] sameAs;
    /** By clause, how many subjects its count needs to be kept, and how many times of each: of both the latest half stays. */
    final int[] subjects;

    final int[] times;
    /** By clause, those that end what it reported. */
    final int[][] answers;

    final Template title;
    final Template summary;
    /** The summary itself, when nothing must be filled in. */
    final @Nullable String fixedSummary;
    /** What each clause says. */
    final Template[] says;

    final List<RunbookMatch> runbooks;
    /** It explains incidents of another rule, or is explained by one. */
    final boolean hasRelatives;
    /** How many stand between it and what nothing explains. */
    final int generation;
    /** More evidence never makes less of it, so the moment at which it sufficed can be searched by halves. */
    final boolean monotone;

    Rule(Pattern pattern, int number, Kinship kinship, Topology topology) {
        this.pattern = pattern;
        this.number = number;
        this.hasRelatives = kinship.hasRelatives(pattern.name());
        this.generation = kinship.generation(pattern.name());
        this.window = pattern.window().toMillis();
        var clauses = pattern.clauses();
        paths = new Way[clauses.size()][];
        links = new Way[clauses.size()][];
        for (var i = 0; i < clauses.size(); i++) {
            paths[i] = ways(clauses.get(i).paths(), topology);
            links[i] = ways(clauses.get(i).links(), topology);
        }
        order = order(clauses);
        var absences = absences(clauses);
        neededToOpen = needed(pattern.open()) & ~absences;
        neededToSuspect = needed(pattern.suspect()) & ~absences;
        answering = absences;
        troubles = troubles(clauses);
        readers = readers(clauses);
        monotone = monotone(pattern.open()) && monotone(pattern.suspect());
        after = clauses.stream()
                .mapToInt(clause -> clause.order().map(Clause.Order::after).orElse(-1))
                .toArray();
        within = clauses.stream()
                .mapToLong(clause ->
                        clause.order().map(order -> order.within().toMillis()).orElse(0L))
                .toArray();
        sameAs = clauses.stream().mapToInt(clause -> clause.sameAs().orElse(-1)).toArray();
        subjects = clauses.stream()
                .mapToInt(clause -> 2 * clause.count().atLeast())
                .toArray();
        times = clauses.stream()
                .mapToInt(clause -> clause.count().distinct()
                        ? Entry.MOST
                        : Math.max(Entry.MOST, 2 * clause.count().atLeast()))
                .toArray();
        answers = answers(clauses);
        title = template(pattern.title());
        summary = template(pattern.summary());
        fixedSummary = summary.gaps().isEmpty() ? summary.render(gap -> "") : null;
        runbooks = pattern.answers().stream()
                .map(answer -> RunbookMatch.newBuilder()
                        .setRunbook(answer.runbook())
                        .setReason(answer.why())
                        .build())
                .toList();
        says = clauses.stream().map(clause -> template(clause.say())).toArray(Template[]::new);
    }

    boolean folds() {
        return !pattern.folds().isEmpty();
    }

    private static Way[] ways(List<Path> paths, Topology topology) {
        return paths.stream().map(path -> new Way(path, topology)).toArray(Way[]::new);
    }

    private static Template template(String text) {
        return Template.parse(text)
                .found()
                .orElseThrow(() -> new IllegalArgumentException("the reader lets no such sentence pass: " + text));
    }

    /** What has to be over before the incident is: the symptoms, or what is there when the pattern names none. */
    private static long troubles(List<Clause> clauses) {
        for (var role : List.of(Clause.Role.SYMPTOM, Clause.Role.MECHANISM, Clause.Role.CAUSE)) {
            var bits = 0L;
            for (var i = 0; i < clauses.size(); i++) {
                bits |= clauses.get(i).role() == role ? 1L << i : 0;
            }
            if (bits != 0) {
                return bits;
            }
        }
        return 0;
    }

    /** Nobody asks when else a subject of this clause was seen, given the clauses there is evidence for. */
    boolean oneIsEnough(int clause, long present) {
        return (readers[clause] & present) == 0;
    }

    /** Those that are read against the times of a clause; all of them when its own times matter. */
    long readers(int clause) {
        return readers[clause];
    }

    private long[] readers(List<Clause> clauses) {
        var bits = new long[clauses.size()];
        for (var i = 0; i < bits.length; i++) {
            var clause = clauses.get(i);
            var endsTrouble = clause.absence().isPresent() || clause.recovers().isPresent();
            bits[i] |= clause.count().atLeast() > 1 || isTrouble(i) || endsTrouble ? -1L : 0;
            for (var of : dependencies(clauses.get(i))) {
                // What did not come is noticed without evidence.
                bits[of] |= clauses.get(i).absence().isPresent() ? -1L : 1L << i;
            }
        }
        return bits;
    }

    boolean isTrouble(int clause) {
        return (troubles & 1L << clause) != 0;
    }

    /** Whether evidence for these clauses could be enough. */
    boolean worthAssessing(long present) {
        return (present & neededToOpen) == neededToOpen || (present & neededToSuspect) == neededToSuspect;
    }

    private static int[][] answers(List<Clause> clauses) {
        var answers = new int[clauses.size()][];
        for (var c = 0; c < answers.length; c++) {
            var recovered = c;
            answers[c] = IntStream.range(0, answers.length)
                    .filter(i -> clauses.get(i)
                                    .recovers()
                                    .filter(of -> of == recovered)
                                    .isPresent()
                            || (i == recovered && clauses.get(i).absence().isPresent()))
                    .toArray();
        }
        return answers;
    }

    private static long absences(List<Clause> clauses) {
        var bits = 0L;
        for (var i = 0; i < clauses.size(); i++) {
            bits |= clauses.get(i).absence().isPresent() ? 1L << i : 0;
        }
        return bits;
    }

    private static boolean monotone(Formula formula) {
        return switch (formula) {
            case Formula.Always always -> true;
            case Formula.Holds holds -> true;
            case Formula.Not not -> false;
            case Formula.Several several -> several.of().stream().allMatch(Rule::monotone);
        };
    }

    static long needed(Formula formula) {
        return switch (formula) {
            case Formula.Always always -> 0;
            case Formula.Holds holds -> 1L << holds.clause();
            case Formula.Not not -> 0;
            case Formula.Several several -> needed(several);
        };
    }

    private static long needed(Formula.Several several) {
        if (several.of().isEmpty()) {
            return 0;
        }
        var all = several.needed() >= several.of().size();
        var bits = all ? 0L : -1L;
        for (var each : several.of()) {
            bits = all ? bits | needed(each) : bits & needed(each);
        }
        return bits;
    }

    private static int[] order(List<Clause> clauses) {
        var order = new ArrayList<Integer>();
        // The reader refuses cycles, so each round places at least one.
        while (order.size() < clauses.size()) {
            for (var i = 0; i < clauses.size(); i++) {
                if (!order.contains(i) && order.containsAll(dependencies(clauses.get(i)))) {
                    order.add(i);
                }
            }
        }
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Integer> dependencies(Clause clause) {
        var dependencies = new ArrayList<Integer>();
        clause.order().ifPresent(order -> dependencies.add(order.after()));
        clause.sameAs().ifPresent(dependencies::add);
        clause.absence().ifPresent(absence -> dependencies.add(absence.since()));
        return dependencies;
    }
}
