package dev.sentinel.app.cli;

import dev.sentinel.app.output.PlanText;
import dev.sentinel.v1.ApprovePlanRequest;
import dev.sentinel.v1.GetPlanRequest;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel approve}. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = {
            "Say yes to exactly this plan, once. Who asked for it cannot; what is destructive needs two people."
        })
final class ApproveCommand implements Callable<Integer> {
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

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit.")
    private String reason = "";

    @Option(
            names = "--valid",
            paramLabel = "SECONDS",
            description = "How long the yes counts (default: ${DEFAULT-VALUE}).")
    private long validSeconds = 3600;

    ApproveCommand(AskOption ask) {
        this.ask = ask;
    }

    @Override
    public Integer call() {
        var current = ask.ask(stub ->
                        stub.getPlan(GetPlanRequest.newBuilder().setPlanId(plan).build()))
                .getPlan();
        var request = ApprovePlanRequest.newBuilder()
                .setPlanId(plan)
                .setPlanHash(hash.orElse(current.getContentHash()))
                .setNonce(Fresh.nonce())
                .setReason(reason)
                .setValidSeconds(Math.clamp(validSeconds, 1, 86_400))
                .build();
        var answer = ask.ask(stub -> stub.approvePlan(request));
        spec.commandLine()
                .getOut()
                .println("approved: plan %s is %s".formatted(plan, PlanText.stands(answer.getPlan())));
        return ExitCode.OK.number();
    }
}
