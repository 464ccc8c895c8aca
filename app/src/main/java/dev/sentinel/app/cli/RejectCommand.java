package dev.sentinel.app.cli;

import dev.sentinel.app.output.PlanText;
import dev.sentinel.v1.GetPlanRequest;
import dev.sentinel.v1.RejectPlanRequest;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel reject}. */
@Command(name = "reject", mixinStandardHelpOptions = true, description = "Say no to a plan, with the reason.")
final class RejectCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final AskOption ask;

    @Parameters(paramLabel = "PLAN", description = "Its id.")
    private String plan = "";

    @Option(
            names = "--hash",
            paramLabel = "HASH",
            description = "The hash of the plan that you read; without it the one it has now.")
    private Optional<String> hash = Optional.empty();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason = "";

    RejectCommand(AskOption ask) {
        this.ask = ask;
    }

    @Override
    public Integer call() {
        var current = ask.ask(stub ->
                        stub.getPlan(GetPlanRequest.newBuilder().setPlanId(plan).build()))
                .getPlan();
        var request = RejectPlanRequest.newBuilder()
                .setPlanId(plan)
                .setPlanHash(hash.orElse(current.getContentHash()))
                .setNonce(Fresh.nonce())
                .setReason(reason)
                .build();
        var answer = ask.ask(stub -> stub.rejectPlan(request));
        spec.commandLine()
                .getOut()
                .println("rejected: plan %s is %s".formatted(plan, PlanText.stands(answer.getPlan())));
        return ExitCode.OK.number();
    }
}
