package dev.sentinel.responders.execution;

import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.guards.Finding;
import dev.sentinel.responders.guards.Guard;
import dev.sentinel.responders.guards.Judgement;
import java.util.List;
import java.util.Optional;

/** What looking right before an act brought. */
sealed interface Look {

    /** Nothing is in the way. */
    record Clear(Sight sight) implements Look {}

    /** A guard says no for good. */
    record Stopped(String guard, String why, String wayOut) implements Look {}

    /** A guard says not now. */
    record Wait(String why) implements Look {}

    /** The plan may not begin as it was allowed: it is to be made again. */
    record Outdated(String why) implements Look {}

    /** Nobody could look; whether asking again may help. */
    record Blind(String why, boolean passing) implements Look {}

    static Look blind(NoAnswer e) {
        return new Blind(String.valueOf(e.getMessage()), e.passing());
    }

    /**
     * What the guards said to what was seen.
     *
     * @param begun whether the plan did something already; before that, what people have to decide is put to them
     * @param stricter why the policy would not let it begin today
     */
    static Look judged(
            Sight sight, List<Finding> findings, boolean decidedByPeople, boolean begun, Optional<String> stricter) {
        Optional<Finding> stop = findings.stream()
                .filter(each -> each.stops(decidedByPeople) && each.guard().weight() != Guard.Weight.MOMENT)
                .findFirst();
        if (stricter.isPresent()) {
            return new Outdated(stricter.get());
        }
        if (stop.isPresent() && !begun && stop.get().guard().weight() == Guard.Weight.PEOPLE) {
            return new Outdated("%s stops automation: %s"
                    .formatted(stop.get().guard().name(), stop.get().judgement().observation()));
        }
        if (stop.isPresent()) {
            return new Stopped(
                    stop.get().guard().name(),
                    stop.get().judgement().observation(),
                    wayOut(stop.get().judgement()));
        }
        return findings.stream()
                .filter(each -> each.stops(decidedByPeople))
                .findFirst()
                .<Look>map(each ->
                        new Wait(each.guard().name() + ": " + each.judgement().observation()))
                .orElseGet(() -> new Clear(sight));
    }

    private static String wayOut(Judgement judgement) {
        return switch (judgement) {
            case Judgement.Forbids forbids -> forbids.wayOut();
            case Judgement.Holds holds -> "";
        };
    }
}
