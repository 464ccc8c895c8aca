package dev.sentinel.responders.execution;

import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.books.Steps;
import dev.sentinel.responders.conditions.Answer;
import dev.sentinel.responders.conditions.Condition;
import dev.sentinel.responders.conditions.Conditions;
import dev.sentinel.v1.ObservedTarget;
import dev.sentinel.yaml.Parsed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks whether an act brought what was expected of it, and whether it stays so. */
final class Checks {

    private static final Duration OFTEN = Duration.ofSeconds(1);
    private static final Duration SELDOM = Duration.ofMinutes(1);
    private static final int MOST_FACTS = 12;

    private final Conditions conditions;
    private final Hands hands;

    /** What was seen. */
    sealed interface Checked {
        record AsExpected(String seen) implements Checked {}

        record NotAsExpected(String seen) implements Checked {}

        record CouldNotLook(String why) implements Checked {}

        /** Neither the outcome nor the end of the time for it. */
        record NotYet(Optional<Instant> holdingSince, String seen, Duration pause) implements Checked {}
    }

    Checks(Conditions conditions, Hands hands) {
        this.conditions = conditions;
        this.hands = hands;
    }

    /** @param missing an event that has to come first and has not */
    Checked of(Act act, Steps.Intent intent, Optional<String> missing, Instant now) {
        Instant since = intent.checkedSince().orElse(now);
        Instant deadline = since.plusSeconds(act.expected().getWithinSeconds());
        Duration pause = pause(Duration.between(since, now));
        try {
            Sight sight = hands.observe(act.action(), act.order());
            String seen = missing.map(why -> why + "; ").orElse("") + told(sight.target());
            return switch (missing.isPresent() ? new Answer.No() : answer(act, sight)) {
                case Answer.Yes yes -> held(act, intent, now, seen, pause);
                case Answer.No no ->
                    now.isBefore(deadline)
                            ? new Checked.NotYet(Optional.empty(), seen, pause)
                            : new Checked.NotAsExpected(seen);
                case Answer.CannotTell cannot ->
                    now.isBefore(deadline)
                            ? new Checked.NotYet(Optional.empty(), cannot.why(), pause)
                            : new Checked.CouldNotLook(cannot.why());
            };
        } catch (NoAnswer e) {
            String why = String.valueOf(e.getMessage());
            return e.passing() && now.isBefore(deadline)
                    ? new Checked.NotYet(Optional.empty(), why, pause)
                    : new Checked.CouldNotLook(why);
        }
    }

    private static Checked held(Act act, Steps.Intent intent, Instant now, String seen, Duration pause) {
        Instant since = intent.holdingSince().orElse(now);
        Instant until = since.plusSeconds(act.expected().getHoldSeconds());
        if (!now.isBefore(until)) {
            return new Checked.AsExpected(seen);
        }
        Duration rest = Duration.between(now, until);
        return new Checked.NotYet(Optional.of(since), seen, rest.compareTo(pause) < 0 ? rest : pause);
    }

    private Answer answer(Act act, Sight sight) {
        String text = act.expected().getCondition();
        if (text.isEmpty()) {
            boolean so = act.reads() || sight.standing() == Sight.Standing.AS_ORDERED;
            return so ? new Answer.Yes() : new Answer.No();
        }
        return switch (conditions.compile(text)) {
            case Parsed.Good<Condition> good -> good.value().ask(sight.target().getFactsMap());
            case Parsed.Wrong<Condition> wrong -> new Answer.CannotTell(wrong.why());
        };
    }

    /** Ever more seldom: what has not come in a minute is not missed for a second. */
    private static Duration pause(Duration waited) {
        Duration tenth = waited.dividedBy(10);
        if (tenth.compareTo(OFTEN) < 0) {
            return OFTEN;
        }
        return tenth.compareTo(SELDOM) < 0 ? tenth : SELDOM;
    }

    private static String told(ObservedTarget target) {
        return new TreeMap<>(target.getFactsMap())
                .entrySet().stream()
                        .limit(MOST_FACTS)
                        .map(fact -> fact.getKey() + " is " + fact.getValue())
                        .collect(Collectors.joining(", "));
    }
}
