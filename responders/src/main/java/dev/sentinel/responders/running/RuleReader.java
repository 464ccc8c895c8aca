package dev.sentinel.responders.running;

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
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.yaml.Problem;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Makes rules of texts, with every fault of them at once. Who starts a responder and who only checks files use it. */
public final class RuleReader {

    private final Guards guards;
    private final Vocabulary vocabulary;
    private final List<String> actions;

    public RuleReader(Catalog catalog, Guards guards) {
        this.guards = guards;
        this.vocabulary = new Vocabulary(
                catalog.all().stream().map(Action::declaration).toList(),
                guards.names(),
                Stream.concat(Routes.QUARANTINE_KINDS.stream(), Routes.AWAITED_KINDS.stream())
                        .toList());
        this.actions = catalog.all().stream()
                .map(action -> action.declaration().name())
                .toList();
    }

    /** What is wrong with files of rules. */
    public static final class Faulty extends Exception {
        private static final long serialVersionUID = 1L;

        Faulty(String what, List<Problem> problems) {
            super("%s cannot be used:\n  %s"
                    .formatted(
                            what,
                            String.join(
                                    "\n  ",
                                    problems.stream().map(Problem::toString).toList())));
        }
    }

    /** The words of runbooks. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    public RunbookSet runbooks(SortedMap<String, String> texts) throws Faulty {
        return switch (RunbookSet.read(new RunbookReader(vocabulary), texts)) {
            case RunbookSet.Outcome.Good good -> good.set();
            case RunbookSet.Outcome.Bad bad -> throw new Faulty("runbooks", bad.problems());
        };
    }

    public Policy policy(String name, String text) throws Faulty {
        return switch (new PolicyReader(actions).read(name, text)) {
            case Reading.Good good -> good.policy();
            case Reading.Bad bad -> throw new Faulty("the policy", bad.problems());
        };
    }

    public Rules rules(RuleTexts texts) throws Faulty {
        Policy policy = policy(texts.policyName(), texts.policy());
        return new Rules(new Planner(runbooks(texts.runbooks()), vocabulary, guards, policy), policy);
    }
}
