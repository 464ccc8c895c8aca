package dev.sentinel.app.cli;

import dev.sentinel.app.output.IncidentText;
import dev.sentinel.v1.AddQuarantineRequest;
import dev.sentinel.v1.Ref;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel quarantine add}. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description =
                "Keep a node from taking new replicas; the ones it has stay. It is released by itself when all gates held.")
final class QuarantineAddCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final AskOption ask;

    @Parameters(paramLabel = "NODE", description = "The name of the node.")
    private String node = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason = "";

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationArgument.class,
            description = "How long it is watched before it may be released (default: 48h).")
    private Duration watch = Duration.ofDays(2);

    QuarantineAddCommand(AskOption ask) {
        this.ask = ask;
    }

    @Override
    public Integer call() {
        var request = AddQuarantineRequest.newBuilder()
                .setCluster(ask.config().load().config().cluster())
                .setTarget(Ref.newBuilder().setKind("kubernetes.node").setName(node))
                .setReason(reason)
                .setDurationSeconds(watch.toSeconds())
                .setRequestId(Fresh.id())
                .build();
        var quarantine = ask.ask(stub -> stub.addQuarantine(request)).getQuarantine();
        spec.commandLine()
                .getOut()
                .printf(
                        "%s keeps %s out of service, until %s at least%n",
                        quarantine.getId(),
                        IncidentText.thing(quarantine.getTarget()),
                        IncidentText.time(quarantine.getEarliestReleaseAt()));
        return ExitCode.OK.number();
    }
}
