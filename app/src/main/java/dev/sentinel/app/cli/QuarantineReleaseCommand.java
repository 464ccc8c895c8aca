package dev.sentinel.app.cli;

import dev.sentinel.app.output.PlanText;
import dev.sentinel.v1.ReleaseQuarantineRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel quarantine release}. */
@Command(name = "release", mixinStandardHelpOptions = true, description = "Let something out before its gates do.")
final class QuarantineReleaseCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final AskOption ask;

    @Parameters(paramLabel = "QUARANTINE", description = "Its id.")
    private String id = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason = "";

    QuarantineReleaseCommand(AskOption ask) {
        this.ask = ask;
    }

    @Override
    public Integer call() {
        var request = ReleaseQuarantineRequest.newBuilder()
                .setQuarantineId(id)
                .setReason(reason)
                .setRequestId(Fresh.id())
                .build();
        var quarantine = ask.ask(stub -> stub.releaseQuarantine(request)).getQuarantine();
        spec.commandLine().getOut().printf("%s is %s%n", quarantine.getId(), PlanText.word(quarantine.getState()));
        return ExitCode.OK.number();
    }
}
