package dev.sentinel.app.cli;

import dev.sentinel.app.output.PlanText;
import dev.sentinel.v1.CancelPlanRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel cancel}. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = "Stop a plan after the step that is running; with --take-back what it did is taken back.")
final class CancelCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final AskOption ask;

    @Parameters(paramLabel = "PLAN", description = "Its id.")
    private String plan = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason = "";

    @Option(names = "--take-back", description = "Take back what can be; without it what is owed is given up.")
    private boolean takeBack;

    CancelCommand(AskOption ask) {
        this.ask = ask;
    }

    @Override
    public Integer call() {
        var request = CancelPlanRequest.newBuilder()
                .setPlanId(plan)
                .setReason(reason)
                .setTakeBack(takeBack)
                .setRequestId(Fresh.id())
                .build();
        var answer = ask.ask(stub -> stub.cancelPlan(request));
        spec.commandLine()
                .getOut()
                .println("cancelled: plan %s is %s".formatted(plan, PlanText.stands(answer.getPlan())));
        return ExitCode.OK.number();
    }
}
