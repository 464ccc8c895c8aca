package dev.sentinel.responders.guards;

import dev.sentinel.responders.actions.Sight;
import dev.sentinel.v1.ObservedTarget;
import java.util.Optional;

/** The target is the one the plan was made for, and what the decision rested on is still so. */
final class TargetUnchanged implements Guard {
    @Override
    public String name() {
        return "target-unchanged";
    }

    @Override
    public String condition() {
        return "the target has the uid and the facts that the plan was made with";
    }

    @Override
    public Judgement judge(Question question) {
        if (question.sight().standing() == Sight.Standing.GONE) {
            return new Judgement.Forbids(
                    "%s is gone, or another one has its name"
                            .formatted(question.order().target().getName()),
                    "nothing is to be done to it any more; plan again if the incident goes on");
        }
        return question.planned()
                .flatMap(planned -> difference(planned, question))
                .<Judgement>map(what -> new Judgement.Forbids(what, "plan again: the world has moved"))
                .orElseGet(() -> new Judgement.Holds("the target is as it was seen"));
    }

    private static Optional<String> difference(ObservedTarget planned, Question question) {
        var now = question.sight().target();
        if (!planned.getRef().getUid().equals(now.getRef().getUid())) {
            return Optional.of("%s was made anew: its uid is %s, and was %s when it was planned"
                    .formatted(
                            now.getRef().getName(),
                            now.getRef().getUid(),
                            planned.getRef().getUid()));
        }
        // An order that is fulfilled has changed the facts; so have the earlier steps of the same plan.
        if (question.sight().standing() == Sight.Standing.AS_ORDERED || changedByThisPlan(question)) {
            return Optional.empty();
        }
        return planned.getFactsMap().entrySet().stream()
                .filter(fact -> !fact.getValue().equals(now.getFactsMap().get(fact.getKey())))
                .findFirst()
                .map(fact -> "%s is \"%s\", and was \"%s\" when it was planned"
                        .formatted(
                                fact.getKey(),
                                now.getFactsMap().getOrDefault(fact.getKey(), "not known"),
                                fact.getValue()));
    }

    private static boolean changedByThisPlan(Question question) {
        return question.planId()
                .filter(plan -> question.standing().acts().stream()
                        .anyMatch(act -> act.planId().equals(plan)
                                && Concern.same(act.target(), question.order().target())))
                .isPresent();
    }
}
