package dev.sentinel.responders.guards;

import java.util.Map;

/** What people excluded by a label is never touched. */
final class Excluded implements Guard {
    @Override
    public String name() {
        return "excluded";
    }

    @Override
    public String condition() {
        return "neither the target nor what stands on it carries a label that excludes it";
    }

    @Override
    public Judgement judge(Question question) {
        var exclusions = question.standing().bounds().exclusions();
        return new Concern(question.order().target(), question.situation())
                .labels().entrySet().stream()
                        .filter(label -> exclusions.contains(label.getKey()))
                        // Written out, "false" is how people take an exclusion back without losing the label.
                        .filter(label -> !label.getValue().equals("false"))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .<Judgement>map(label -> new Judgement.Forbids(
                                "it carries the label " + label, "do it by hand, or remove the label"))
                        .orElseGet(() -> new Judgement.Holds("no label excludes it"));
    }
}
