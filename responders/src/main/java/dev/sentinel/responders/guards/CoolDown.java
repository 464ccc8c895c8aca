package dev.sentinel.responders.guards;

import dev.sentinel.responders.guards.Standing.Act;
import dev.sentinel.yaml.Spans;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** A target that was acted on is left alone for a while, so that the effect can be seen. */
final class CoolDown implements Guard {
    @Override
    public String name() {
        return "cool-down";
    }

    @Override
    public String condition() {
        return "the last act on the target was long enough ago";
    }

    @Override
    public Weight weight() {
        return Weight.MOMENT;
    }

    @Override
    public Judgement judge(Question question) {
        var coolDown = question.standing().bounds().coolDown();
        return question.standing().acts().stream()
                .filter(act -> Concern.same(act.target(), question.order().target()))
                .filter(act -> !question.planId().equals(Optional.of(act.planId())))
                .map(Act::at)
                .max(Comparator.naturalOrder())
                .map(last -> last.plus(coolDown))
                .filter(until -> until.isAfter(question.now()))
                .<Judgement>map(until -> forbids(question, until))
                .orElseGet(() -> new Judgement.Holds("nothing was done to it in the last " + Spans.write(coolDown)));
    }

    private static Judgement forbids(Question question, Instant until) {
        return new Judgement.Forbids(
                "something was done to %s less than %s ago"
                        .formatted(
                                question.order().target().getName(),
                                Spans.write(question.standing().bounds().coolDown())),
                "it may be done from %s on".formatted(until));
    }
}
