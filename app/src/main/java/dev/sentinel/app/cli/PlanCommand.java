package dev.sentinel.app.cli;

import dev.sentinel.app.output.PlanText;
import dev.sentinel.app.output.Printable;
import dev.sentinel.v1.GetPlanResponse;
import dev.sentinel.v1.ProposePlanRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Make a plan for an incident and show it. Nothing is done: it waits for approval as the policy says, and with",
            "--dry-run it never becomes more than this."
        })
final class PlanCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final AskOption ask;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "INCIDENT", description = "Its id.")
    private String incident = "";

    @Option(names = "--runbook", paramLabel = "NAME", description = "Which runbook (default: what its pattern names).")
    private String runbook = "";

    @Option(
            names = "--dry-run",
            description = "Only show what would be done, with the diff that the targets themselves give.")
    private boolean dryRun;

    PlanCommand(AskOption ask) {
        this.ask = ask;
    }

    @Override
    public Integer call() {
        var request = ProposePlanRequest.newBuilder()
                .setIncidentId(incident)
                .setRunbook(runbook)
                .setDryRun(dryRun)
                .setRequestId(Fresh.id())
                .build();
        var answer = ask.ask(stub -> stub.proposePlan(request));
        if (!answer.hasPlan()) {
            throw new CommandFailure(ExitCode.CONFLICT, "no plan: " + Printable.escape(answer.getNoPlanBecause()));
        }
        var shown = GetPlanResponse.newBuilder().setPlan(answer.getPlan()).build();
        spec.commandLine().getOut().print(PlanText.whole(shown, output.format()));
        return ExitCode.OK.number();
    }
}
