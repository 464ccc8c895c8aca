package dev.sentinel.app.cli;

import dev.sentinel.app.output.EventText;
import dev.sentinel.app.output.PolicyText;
import dev.sentinel.app.output.Table;
import dev.sentinel.v1.GetPolicyReportRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sentinel policy report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "What was decided in the last 30 days, what people said to it, what went wrong, and what might be trusted more.")
final class PolicyReportCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final AskOption ask;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(names = "--cluster", paramLabel = "NAME", description = "Only of this one.")
    private String cluster = "";

    PolicyReportCommand(AskOption ask) {
        this.ask = ask;
    }

    @Override
    public Integer call() {
        var request = GetPolicyReportRequest.newBuilder().setCluster(cluster).build();
        var report = ask.ask(stub -> stub.getPolicyReport(request));
        var out = spec.commandLine().getOut();
        if (output.format() == Table.Format.JSON) {
            out.println(EventText.json(report));
        } else {
            out.print(PolicyText.report(report));
        }
        return ExitCode.OK.number();
    }
}
