package dev.sentinel.app.cli;

import dev.sentinel.app.output.Printable;
import dev.sentinel.v1.RestoreTrustRequest;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel policy trust}. */
@Command(
        name = "trust",
        mixinStandardHelpOptions = true,
        description = "What went wrong is understood: the policy counts for an action again.")
final class PolicyTrustCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final AskOption ask;

    @Parameters(paramLabel = "ACTION", description = "Its name, as in the report.")
    private String action = "";

    @Option(names = "--cluster", paramLabel = "NAME", description = "Where (default: that of the configuration).")
    private Optional<String> cluster = Optional.empty();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "What it was.")
    private String reason = "";

    PolicyTrustCommand(AskOption ask) {
        this.ask = ask;
    }

    @Override
    public Integer call() {
        var request = RestoreTrustRequest.newBuilder()
                .setCluster(cluster.orElseGet(() -> ask.config().load().config().cluster()))
                .setAction(action)
                .setReason(reason)
                .build();
        var lost = ask.ask(stub -> stub.restoreTrust(request)).getLost();
        spec.commandLine()
                .getOut()
                .printf(
                        "the policy counts for %s in %s again; held against it was: %s%n",
                        Printable.escape(lost.getAction()),
                        Printable.escape(lost.getCluster()),
                        Printable.escape(lost.getReason()));
        return ExitCode.OK.number();
    }
}
