package dev.sentinel.app.cli;

import dev.sentinel.app.output.PlanText;
import dev.sentinel.v1.GetPlanRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel plans show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Show a plan whole: its steps and what they change, what may be lost, who decided, what came of it.")
final class PlansShowCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final AskOption ask;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "PLAN", description = "Its id.")
    private String plan = "";

    PlansShowCommand(AskOption ask) {
        this.ask = ask;
    }

    @Override
    public Integer call() {
        var answer = ask.ask(
                stub -> stub.getPlan(GetPlanRequest.newBuilder().setPlanId(plan).build()));
        spec.commandLine().getOut().print(PlanText.whole(answer, output.format()));
        return ExitCode.OK.number();
    }
}
