package dev.sentinel.responders.guards;

import dev.sentinel.yaml.Spans;
import java.util.Optional;

/** What did not help the first time is not tried again and again: people are asked. */
final class Attempts implements Guard {
    @Override
    public String name() {
        return "attempts";
    }

    @Override
    public String condition() {
        return "it was not tried on this target too often of late";
    }

    @Override
    public Weight weight() {
        return Weight.PEOPLE;
    }

    @Override
    public Judgement judge(Question question) {
        var bounds = question.standing().bounds();
        var tried = question.standing().acts().stream()
                .filter(act -> act.action().equals(question.order().action())
                        && Concern.same(act.target(), question.order().target()))
                .filter(act -> !question.planId().equals(Optional.of(act.planId())))
                .filter(act -> act.at().isAfter(question.now().minus(bounds.attemptsWithin())))
                .count();
        return tried < bounds.attempts()
                ? new Judgement.Holds("tried %d times in %s".formatted(tried, Spans.write(bounds.attemptsWithin())))
                : new Judgement.Forbids(
                        "it was done to %s %s in the last %s, and is wanted again"
                                .formatted(
                                        question.order().target().getName(),
                                        tried == 1 ? "once" : tried + " times",
                                        Spans.write(bounds.attemptsWithin())),
                        "look whether it helped, or why it did not last; a person may approve it once more");
    }
}
