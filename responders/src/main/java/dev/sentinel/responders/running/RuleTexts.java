package dev.sentinel.responders.running;

import dev.sentinel.responders.shelf.Shelf;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the policy and the runbooks say, as they lie there now.
 *
 * @param policyName the file of the policy, for messages
 * @param runbooks the shipped ones with the user's own in their place, by file
 */
public record RuleTexts(String policyName, String policy, SortedMap<String, String> runbooks) {

    /**
     * Where the user's own are.
     *
     * @param policy a file; without one the shipped policy counts
     * @param runbooks a folder
     */
    public record Place(Optional<Path> policy, Optional<Path> runbooks) {}

    public static RuleTexts at(Place place) throws Shelf.Unreadable {
        return new RuleTexts(
                place.policy().map(Path::toString).orElse("default.yaml"),
                place.policy().isEmpty()
                        ? Shelf.shippedPolicy()
                        : Shelf.file(place.policy().get()),
                place.runbooks().isEmpty()
                        ? Shelf.shippedRunbooks()
                        : Shelf.together(
                                Shelf.shippedRunbooks(),
                                Shelf.folder(place.runbooks().get())));
    }
}
