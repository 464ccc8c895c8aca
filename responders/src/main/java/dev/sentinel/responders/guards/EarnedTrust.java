package dev.sentinel.responders.guards;

/** What went wrong when nobody was asked is put to people, until one of them says that it is understood. */
final class EarnedTrust implements Guard {
    @Override
    public String name() {
        return "earned-trust";
    }

    @Override
    public String condition() {
        return "it did not go wrong when nobody was asked";
    }

    @Override
    public Weight weight() {
        return Weight.PEOPLE;
    }

    @Override
    public Judgement judge(Question question) {
        var action = question.order().action();
        return question.standing().distrusted().stream()
                .filter(each -> each.action().equals(action))
                .findFirst()
                .<Judgement>map(each -> new Judgement.Forbids(
                        "%s went wrong at %s when nobody was asked: %s".formatted(action, each.since(), each.why()),
                        "a person may approve it; once it is understood: sentinel policy trust " + action))
                .orElseGet(() -> new Judgement.Holds("nothing is held against it"));
    }
}
