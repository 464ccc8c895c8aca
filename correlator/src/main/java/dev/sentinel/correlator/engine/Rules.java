package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.patterns.Match;
import dev.sentinel.correlator.patterns.Match.Condition;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.correlator.patterns.Pattern.Fold;
import dev.sentinel.correlator.topology.Topology;
import dev.sentinel.proto.Kinds;
import java.util.ArrayList;
import java.util.List;

/** All rules that run, found by the kind of an event: what no rule asks for costs nothing. */
final class Rules {
    private static final Interest[] NONE = {};
    private static final FactKind[] KINDS = FactKind.byNumber();

    private final List<Rule> rules;
    private final Interest[][] byKind;
    private final List<List<Folding>> foldings;
    private final List<Interest> fallbacks;

    /** A rule that folds events of a kind, if they meet the condition. */
    record Folding(Rule rule, Fold fold, Condition condition) {}

    private Rules(List<Rule> rules, Interest[][] byKind, List<List<Folding>> foldings, List<Interest> fallbacks) {
        this.rules = rules;
        this.byKind = byKind;
        this.foldings = foldings;
        this.fallbacks = fallbacks;
    }

    static Rules of(List<Pattern> patterns, Topology topology) {
        var size = KINDS.length;
        var interests = new ArrayList<List<Interest>>();
        var foldings = new ArrayList<List<Folding>>();
        for (var i = 0; i < size; i++) {
            interests.add(new ArrayList<>());
            foldings.add(new ArrayList<>());
        }
        var fallbacks = new ArrayList<Interest>();
        var rules = new ArrayList<Rule>();
        var kinship = new Kinship(patterns);
        for (var pattern : patterns) {
            var rule = new Rule(pattern, rules.size(), kinship, topology);
            rules.add(rule);
            for (var clause = 0; clause < pattern.clauses().size(); clause++) {
                for (var match : pattern.clauses().get(clause).matches()) {
                    var interest = new Interest(rule, clause, match.condition());
                    if (pattern.fallback()) {
                        fallbacks.add(interest);
                    } else {
                        numbers(match).forEach(kind -> interests.get(kind).add(interest));
                    }
                }
            }
            for (var fold : pattern.folds()) {
                fold.matches()
                        .forEach(match -> numbers(match)
                                .forEach(kind -> foldings.get(kind).add(new Folding(rule, fold, match.condition()))));
            }
        }
        return new Rules(
                rules,
                interests.stream().map(each -> each.toArray(NONE)).toArray(Interest[][]::new),
                foldings,
                fallbacks);
    }

    private static List<Integer> numbers(Match match) {
        return match.kind().equals(Match.ANY)
                ? Kinds.all().stream().map(Rules::number).toList()
                : List.of(number(match.kind()));
    }

    /** The number of the field of an event that holds facts of a kind. */
    static int number(String kind) {
        return Kinds.field(kind)
                .orElseThrow(() -> new IllegalArgumentException("no event is of kind " + kind))
                .getNumber();
    }

    /** Whether some rule looks for events of a kind, or folds them. */
    boolean want(int kind) {
        return interestedIn(kind).length > 0 || !foldings(kind).isEmpty();
    }

    FactKind kind(int number) {
        return number < KINDS.length ? KINDS[number] : FactKind.UNKNOWN;
    }

    Interest[] interestedIn(int kind) {
        return kind < byKind.length ? byKind[kind] : NONE;
    }

    List<Folding> foldings(int kind) {
        return kind < foldings.size() ? foldings.get(kind) : List.of();
    }

    boolean hasFallback() {
        return !fallbacks.isEmpty();
    }

    List<Interest> fallbacks() {
        return fallbacks;
    }

    List<Rule> all() {
        return rules;
    }
}
