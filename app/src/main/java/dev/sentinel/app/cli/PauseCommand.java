package dev.sentinel.app.cli;

import dev.sentinel.v1.PauseRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sentinel pause}. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = {
            "Stop every act, at once and until 'sentinel resume'. It is watched, planned and told on.",
            "With --file it works when everything else is down: a file is made that each act looks for first."
        })
final class PauseCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final AskOption ask;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason = "";

    @Option(names = "--cluster", paramLabel = "NAME", description = "Only in this cluster.")
    private String cluster = "";

    @Option(names = "--file", description = "By the file of this machine; nobody is asked.")
    private boolean file;

    PauseCommand(AskOption ask) {
        this.ask = ask;
    }

    @Override
    public Integer call() {
        if (file) {
            return byFile();
        }
        var request =
                PauseRequest.newBuilder().setCluster(cluster).setReason(reason).build();
        ask.ask(stub -> stub.pause(request));
        spec.commandLine().getOut().println("paused: nothing acts until 'sentinel resume'");
        return ExitCode.OK.number();
    }

    private Integer byFile() {
        var path = ask.config().load().config().responders().pauseFile();
        try {
            Files.writeString(path, reason + "\n");
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE, "%s cannot be made (%s); touch it by hand".formatted(path, e.getMessage()));
        }
        spec.commandLine().getOut().printf("paused: nothing of this machine acts while %s is there%n", path);
        return ExitCode.OK.number();
    }
}
