package dev.sentinel.app.cli;

import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.output.Printable;
import dev.sentinel.app.wiring.Acting;
import dev.sentinel.app.wiring.RuleFiles;
import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.plan.Planner;
import dev.sentinel.responders.runbooks.RunbookSet;
import dev.sentinel.responders.shelf.Shelf;
import dev.sentinel.responders.trial.Result;
import dev.sentinel.responders.trial.TestReader;
import dev.sentinel.responders.trial.TestReading;
import dev.sentinel.responders.trial.Trial;
import dev.sentinel.yaml.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel runbooks test}: plans for incidents and situations as files describe them; nothing is connected or done. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Run the tests of runbooks (NAME.tests.yaml); exit code 2 if anything fails.")
final class RunbooksTestCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Your runbooks and tests, beside those that ship. Without it: the tests that ship.")
    private Optional<Path> given = Optional.empty();

    @Override
    public Integer call() throws CannotStart {
        var catalog = Acting.everything(Clock.systemUTC());
        var guards = Guards.shipped();
        var vocabulary = RuleFiles.reader(catalog).vocabulary();
        var policy = RuleFiles.policy(Optional.empty(), catalog);
        var planner = new Planner(RuleFiles.runbooks(given, catalog), vocabulary, guards, policy);
        var trial = new Trial(planner, policy);
        var out = spec.commandLine().getOut();
        int count = 0;
        int failed = 0;
        for (var file : tests().entrySet()) {
            for (Result result : trial.run(good(file.getKey(), file.getValue()))) {
                count++;
                failed += result.passed() ? 0 : 1;
                tell(result, out);
            }
        }
        out.printf("%d tests, %d failed%n", count, failed);
        return (failed == 0 ? ExitCode.OK : ExitCode.USAGE).number();
    }

    private SortedMap<String, String> tests() {
        try {
            SortedMap<String, String> all =
                    new TreeMap<>(given.isEmpty() ? Shelf.shippedRunbooks() : Shelf.folder(given.get()));
            all.keySet().removeIf(name -> !RunbookSet.isTest(name));
            if (all.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.NOT_FOUND, "no tests there; the tests of NAME.yaml are in NAME.tests.yaml beside it");
            }
            return all;
        } catch (Shelf.Unreadable e) {
            throw new CommandFailure(ExitCode.NOT_FOUND, String.valueOf(e.getMessage()));
        }
    }

    private static TestReading.Good good(String name, String text) {
        return switch (new TestReader().read(name, text)) {
            case TestReading.Good good -> good;
            case TestReading.Bad bad -> throw new CommandFailure(ExitCode.USAGE, told(bad.problems()));
        };
    }

    private static String told(List<Problem> problems) {
        return problems.stream()
                .map(Problem::toString)
                .collect(Collectors.joining("\n  ", "the tests have faults:\n  ", ""));
    }

    private static void tell(Result result, PrintWriter out) {
        out.printf(
                "%-6s %s: %s%n",
                result.passed() ? "ok" : "FAILED", Printable.escape(result.file()), Printable.escape(result.test()));
        result.complaints().forEach(each -> out.printf("       line %d: %s%n", result.line(), Printable.escape(each)));
    }
}
