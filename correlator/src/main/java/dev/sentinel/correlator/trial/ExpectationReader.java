package dev.sentinel.correlator.trial;

import dev.sentinel.correlator.trial.Expectation.Bound;
import dev.sentinel.correlator.trial.Expectation.Comparison;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Ref;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads one entry of {@code expect}. */
final class ExpectationReader {
    private static final Pattern BOUND = Pattern.compile("(>=|<=|>|<|=)?\\s*(\\d(?:\\.\\d{1,6})?)");
    private static final SortedMap<String, IncidentState> STATES = states();
    private static final int MANY = 100_000;

    private ExpectationReader() {}

    static Expectation read(Entry entry) {
        var expectation = new Expectation(
                entry.line(),
                entry.need("pattern"),
                pivot(entry),
                entry.word("state", STATES),
                entry.word("severity", GivenReader.SEVERITIES),
                confidence(entry),
                entry.text("cause"),
                entry.count("symptoms", 0, MANY),
                words(entry, "evidence"),
                words(entry, "missing"),
                entry.count("folded", 0, MANY),
                entry.text("parent"),
                entry.span("opened_by"));
        entry.refuseOthers();
        return expectation;
    }

    private static List<String> words(Entry entry, String key) {
        return entry.texts(key).stream().map(Tree.Text::value).toList();
    }

    private static Optional<Ref> pivot(Entry entry) {
        return entry.text("pivot").flatMap(text -> {
            var pivot = Refs.parse(text);
            if (pivot.isEmpty()) {
                entry.complain("pivot", "\"%s\" is no thing; %s".formatted(text, Refs.SHAPE));
            }
            return pivot;
        });
    }

    private static Optional<Bound> confidence(Entry entry) {
        return entry.text("confidence").flatMap(text -> {
            var bound = BOUND.matcher(text);
            if (!bound.matches()) {
                entry.complain("confidence", "\"%s\" is no bound; write one like \">= 0.8\"".formatted(text));
                return Optional.empty();
            }
            return Optional.of(
                    new Bound(comparison(Optional.ofNullable(bound.group(1))), Double.parseDouble(bound.group(2))));
        });
    }

    private static Comparison comparison(Optional<String> sign) {
        for (var comparison : Comparison.values()) {
            if (comparison.sign().equals(sign.orElse("="))) {
                return comparison;
            }
        }
        return Comparison.SAME;
    }

    private static SortedMap<String, IncidentState> states() {
        var states = new TreeMap<String, IncidentState>();
        for (var state : IncidentState.values()) {
            if (state != IncidentState.INCIDENT_STATE_UNSPECIFIED && state != IncidentState.UNRECOGNIZED) {
                states.put(word(state), state);
            }
        }
        return states;
    }

    static String word(IncidentState state) {
        return state.name().substring("INCIDENT_STATE_".length()).toLowerCase(Locale.ROOT);
    }
}
