package dev.sentinel.responders.guards;

import dev.sentinel.responders.situation.Situation;
import java.util.List;
import java.util.Optional;

/** What is not known neither allows nor reassures. */
final class Unseen {
    private Unseen() {}

    /** A refusal, when one of these could not be read. */
    static Optional<Judgement> among(Situation situation, List<String> needed) {
        return situation.unread().stream()
                .filter(each -> needed.contains(each.what()))
                .findFirst()
                .map(each -> new Judgement.Forbids(
                        "%s could not be read: %s".formatted(each.what(), each.why()),
                        "make %s readable for Sentinel, then plan again".formatted(each.what())));
    }
}
