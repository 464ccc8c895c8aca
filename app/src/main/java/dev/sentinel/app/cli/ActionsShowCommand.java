package dev.sentinel.app.cli;

import dev.sentinel.app.output.PlanText;
import dev.sentinel.app.output.Printable;
import dev.sentinel.app.wiring.Acting;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel actions show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show one act: arguments, permission, side effects, guards, and how it is taken back.")
final class ActionsShowCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Parameters(paramLabel = "ACTION", description = "Its name.")
    private String name = "";

    @Override
    public Integer call() {
        var declared = Acting.everything(Clock.systemUTC())
                .declaration(name)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.NOT_FOUND,
                        "there is no action \"%s\"; see: sentinel actions list".formatted(Printable.escape(name))));
        spec.commandLine().getOut().print(PlanText.declaration(declared));
        return ExitCode.OK.number();
    }
}
