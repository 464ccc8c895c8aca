package dev.sentinel.app.wiring;

import dev.sentinel.app.config.RespondersConfig;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Catalog;
import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.plan.Planner;
import dev.sentinel.responders.policy.Policy;
import dev.sentinel.responders.policy.PolicyReader;
import dev.sentinel.responders.policy.Reading;
import dev.sentinel.responders.runbooks.RunbookReader;
import dev.sentinel.responders.runbooks.RunbookSet;
import dev.sentinel.responders.runbooks.Vocabulary;
import dev.sentinel.responders.running.Rules;
import dev.sentinel.responders.shelf.Shelf;
import dev.sentinel.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Reads the policy and the runbooks, the shipped ones and the user's own, with every fault at once. */
public final class RuleFiles {
    private RuleFiles() {}

    static Rules read(RespondersConfig config, Catalog catalog) throws CannotStart {
        var guards = Guards.shipped();
        var vocabulary = vocabulary(catalog, guards);
        var policy = policy(config.policy(), catalog);
        return new Rules(new Planner(runbooks(config.runbooks(), vocabulary), vocabulary, guards, policy), policy);
    }

    /** The words of runbooks and policies. */
    public static Vocabulary vocabulary(Catalog catalog, Guards guards) {
        return new Vocabulary(catalog.all().stream().map(Action::declaration).toList(), guards.names());
    }

    /** The runbooks in force. */
    public static RunbookSet runbooks(Optional<Path> folder, Vocabulary vocabulary) throws CannotStart {
        return switch (RunbookSet.read(new RunbookReader(vocabulary), texts(folder))) {
            case RunbookSet.Outcome.Good good -> good.set();
            case RunbookSet.Outcome.Bad bad -> throw faulty("runbooks", bad.problems());
        };
    }

    private static SortedMap<String, String> texts(Optional<Path> folder) throws CannotStart {
        try {
            return folder.isEmpty()
                    ? Shelf.shippedRunbooks()
                    : Shelf.together(Shelf.shippedRunbooks(), Shelf.folder(folder.get()));
        } catch (Shelf.Unreadable e) {
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        }
    }

    /** The policy in force. */
    public static Policy policy(Optional<Path> file, Catalog catalog) throws CannotStart {
        try {
            String text = file.isEmpty() ? Shelf.shippedPolicy() : Shelf.file(file.get());
            String name = file.map(Path::toString).orElse("default.yaml");
            var actions = catalog.all().stream()
                    .map(action -> action.declaration().name())
                    .toList();
            return switch (new PolicyReader(actions).read(name, text)) {
                case Reading.Good good -> good.policy();
                case Reading.Bad bad -> throw faulty("the policy", bad.problems());
            };
        } catch (Shelf.Unreadable e) {
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        }
    }

    private static CannotStart faulty(String what, List<Problem> problems) {
        return new CannotStart(problems.stream()
                .map(Problem::toString)
                .collect(Collectors.joining("\n  ", "%s cannot be used:\n  ".formatted(what), "")));
    }
}
