package dev.sentinel.app.cli;

import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.output.Printable;
import dev.sentinel.app.wiring.Acting;
import dev.sentinel.app.wiring.RuleFiles;
import dev.sentinel.responders.runbooks.Runbook;
import dev.sentinel.responders.runbooks.Step;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel runbooks show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show a runbook: what it answers and does, in order.")
final class RunbooksShowCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config;

    @Parameters(paramLabel = "RUNBOOK", description = "Its name.")
    private String name = "";

    RunbooksShowCommand(ConfigOption config) {
        this.config = config;
    }

    @Override
    public Integer call() throws CannotStart {
        var folder = config.load().config().responders().runbooks();
        var set = RuleFiles.runbooks(folder, Acting.everything(Clock.systemUTC()));
        Runbook runbook = set.find(name)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.NOT_FOUND,
                        "there is no runbook \"%s\"; there are: %s"
                                .formatted(Printable.escape(name), String.join(", ", set.names()))));
        var out = spec.commandLine().getOut();
        out.printf("%s, version %s: %s%n", runbook.name(), runbook.version(), runbook.title());
        out.printf("answers %s%n", String.join(", ", runbook.patterns()));
        int number = 1;
        for (Step step : runbook.steps()) {
            out.printf("  %d. %s  %s%n", number++, step.action(), step.sentence());
        }
        return ExitCode.OK.number();
    }
}
