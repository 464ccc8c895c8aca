package dev.sentinel.responders.targets.kubernetes;

import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.targets.web.Reply;

/** What a refused write means: that it surely did not happen, or that nobody knows. */
final class Refusals {
    private Refusals() {}

    static Outcome of(Reply.Answer answer, Place place, String endpoint) {
        String said = answer.said();
        String sentence = "%s answered %d when asked to %s (%s): %s"
                .formatted(endpoint, answer.code(), place.permission("patch"), place.name(), said);
        // Admission comes before anything is kept, so these are certain although some come as a 500.
        if (said.contains("being syncing") || said.contains("failed calling webhook")) {
            return new Outcome.Failed(sentence, true);
        }
        if (said.contains("denied the request")) {
            return new Outcome.Failed(sentence, false);
        }
        return switch (answer.code()) {
            case 401 ->
                new Outcome.Failed(
                        "%s does not accept the token or certificate (401): renew it; %s".formatted(endpoint, said),
                        false);
            case 403 ->
                new Outcome.Failed(
                        "%s forbids to %s (403): grant this permission or leave the act to a person; %s"
                                .formatted(endpoint, place.permission("patch"), said),
                        false);
            case 409 ->
                new Outcome.Failed(
                        "%s was changed by somebody else between the look and the act: %s".formatted(place, said),
                        true);
            case 429 -> new Outcome.Failed(sentence, true);
            default ->
                answer.code() >= 500
                        // The API's own store may have kept the change and been too slow to say so.
                        ? new Outcome.Unknown(sentence, howToLearn(place))
                        : new Outcome.Failed(sentence, false);
        };
    }

    static String howToLearn(Place place) {
        return "Look at %s again: the fields, and the annotation %s, say whether it happened."
                .formatted(place, Marks.OPERATION);
    }
}
