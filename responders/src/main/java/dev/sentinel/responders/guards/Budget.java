package dev.sentinel.responders.guards;

import java.time.Duration;

/** So many acts an hour and no more, unless people decide each one. */
final class Budget implements Guard {
    private static final Duration HOUR = Duration.ofHours(1);

    @Override
    public String name() {
        return "budget";
    }

    @Override
    public String condition() {
        return "the acts of the last hour leave room for one more";
    }

    @Override
    public Weight weight() {
        return Weight.PEOPLE;
    }

    @Override
    public Judgement judge(Question question) {
        var most = question.standing().bounds().actsAnHour();
        var done = question.standing().acts().stream()
                .filter(act -> act.at().isAfter(question.now().minus(HOUR)))
                .count();
        return done < most
                ? new Judgement.Holds("%d of %d acts in the last hour".formatted(done, most))
                : new Judgement.Forbids(
                        "%d acts in the last hour; the policy allows %d".formatted(done, most),
                        "a person approves what must not wait");
    }
}
