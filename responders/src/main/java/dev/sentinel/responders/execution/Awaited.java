package dev.sentinel.responders.execution;

import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Heard;
import dev.sentinel.responders.books.Steps;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.Step;
import dev.sentinel.v1.StepProgress;
import java.time.Instant;
import java.util.Optional;

/** The event that a step waits for. It counts from when the step before began: an act may be told of before its own check is over. */
final class Awaited {

    private final Books books;

    Awaited(Books books) {
        this.books = books;
    }

    /** What has not come yet; empty when it has, or none is waited for. */
    Optional<String> missing(Plan plan, Act act, Steps.Intent intent) {
        String kind = act.expected().getEventKind();
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        Instant since = since(plan, act.which().step(), intent);
        boolean heard = books.read(
                        sql -> Heard.find(sql, plan.getId(), act.which().step()))
                .filter(word -> !word.at().isBefore(since))
                .isPresent();
        return heard
                ? Optional.empty()
                : Optional.of("no %s about %s was heard since %s"
                        .formatted(kind, act.order().target().getName(), since));
    }

    private static Instant since(Plan plan, int number, Steps.Intent intent) {
        return plan.getContent().getStepsList().stream()
                .filter(step -> step.getNumber() == number)
                .map(Step::getAfterList)
                .flatMap(after -> after.stream().map(before -> Progress.of(plan, before)))
                .filter(StepProgress::hasStartedAt)
                .map(before -> Instant.ofEpochSecond(
                        before.getStartedAt().getSeconds(),
                        before.getStartedAt().getNanos()))
                .max(Instant::compareTo)
                .orElse(intent.startedAt());
    }
}
