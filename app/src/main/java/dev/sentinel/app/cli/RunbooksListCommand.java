package dev.sentinel.app.cli;

import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.output.Table;
import dev.sentinel.app.wiring.Acting;
import dev.sentinel.app.wiring.RuleFiles;
import dev.sentinel.responders.runbooks.Runbook;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel runbooks list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "List the runbooks in force.")
final class RunbooksListCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config;

    @Mixin
    private final OutputOption output = new OutputOption();

    RunbooksListCommand(ConfigOption config) {
        this.config = config;
    }

    @Override
    public Integer call() throws CannotStart {
        var folder = config.load().config().responders().runbooks();
        var set = RuleFiles.runbooks(folder, Acting.everything(Clock.systemUTC()));
        var table = new Table("runbook", "version", "answers", "steps", "title");
        for (Runbook each : set.runbooks()) {
            table.row(
                    each.name(),
                    each.version(),
                    String.join(", ", each.patterns()),
                    Integer.toString(each.steps().size()),
                    each.title().toString());
        }
        spec.commandLine().getOut().print(table.write(output.format()));
        return ExitCode.OK.number();
    }
}
