package dev.sentinel.app.cli;

import dev.sentinel.app.output.PlanText;
import dev.sentinel.app.output.Table;
import dev.sentinel.app.wiring.Acting;
import dev.sentinel.responders.actions.Action;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel actions list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List everything that can be done, and at what risk.")
final class ActionsListCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        var table = new Table("action", "tier", "target", "way back", "summary");
        for (Action action : Acting.everything(Clock.systemUTC()).all()) {
            var declared = action.declaration();
            table.row(
                    declared.name(),
                    PlanText.word(declared.tier()),
                    String.join(", ", declared.targets()),
                    PlanText.wayBack(declared.wayBack()),
                    declared.summary());
        }
        spec.commandLine().getOut().print(table.write(output.format()));
        return ExitCode.OK.number();
    }
}
