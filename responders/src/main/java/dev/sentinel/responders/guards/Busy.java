package dev.sentinel.responders.guards;

/** One plan at a time acts on a target. */
final class Busy implements Guard {
    @Override
    public String name() {
        return "busy";
    }

    @Override
    public String condition() {
        return "no other plan holds the target";
    }

    @Override
    public Weight weight() {
        return Weight.MOMENT;
    }

    @Override
    public Judgement judge(Question question) {
        var target = question.order().target();
        return question.standing().busy().stream().anyMatch(each -> Concern.same(each, target))
                ? new Judgement.Forbids("another plan is at work on " + target.getName(), "wait until it has ended")
                : new Judgement.Holds("no other plan is at work on it");
    }
}
