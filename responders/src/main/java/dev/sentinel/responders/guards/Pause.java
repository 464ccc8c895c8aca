package dev.sentinel.responders.guards;

/** Nothing acts while acting is paused, reading for a plan included. */
final class Pause implements Guard {
    @Override
    public String name() {
        return "pause";
    }

    @Override
    public String condition() {
        return "acting is not paused";
    }

    @Override
    public Weight weight() {
        return Weight.MOMENT;
    }

    @Override
    public Judgement judge(Question question) {
        return question.standing()
                .pausedBecause()
                .<Judgement>map(why ->
                        new Judgement.Forbids("acting is paused: " + why, "sentinel resume, when the reason is gone"))
                .orElseGet(() -> new Judgement.Holds("acting is not paused"));
    }
}
