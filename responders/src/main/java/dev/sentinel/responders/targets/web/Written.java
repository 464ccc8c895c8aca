package dev.sentinel.responders.targets.web;

import dev.sentinel.responders.actions.Outcome;

/** What an answer to a write means for an act. */
public final class Written {
    private Written() {}

    /**
     * Of anything but a good answer.
     *
     * @param asked what was asked for, as a permission: "scale-job in default"
     * @param howToLearn what tells whether it happened after all
     */
    public static Outcome not(Reply reply, String endpoint, String asked, String howToLearn) {
        return switch (reply) {
            case Reply.Unsent unsent ->
                new Outcome.Failed("%s is not reached to %s: %s".formatted(endpoint, asked, unsent.why()), true);
            case Reply.Silence silence ->
                new Outcome.Unknown(
                        "%s was asked to %s and did not answer: %s".formatted(endpoint, asked, silence.why()),
                        howToLearn);
            case Reply.Answer answer -> refused(answer, endpoint, asked, howToLearn);
        };
    }

    private static Outcome refused(Reply.Answer answer, String endpoint, String asked, String howToLearn) {
        String sentence =
                "%s answered %d when asked to %s: %s".formatted(endpoint, answer.code(), asked, answer.said());
        return switch (answer.code()) {
            case 401, 403 ->
                new Outcome.Failed(sentence + "; grant the permission or leave the act to a person", false);
            case 409, 429 -> new Outcome.Failed(sentence, true);
            default ->
                answer.code() >= 500 ? new Outcome.Unknown(sentence, howToLearn) : new Outcome.Failed(sentence, false);
        };
    }
}
