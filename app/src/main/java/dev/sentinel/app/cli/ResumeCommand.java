package dev.sentinel.app.cli;

import dev.sentinel.v1.GetPauseStateRequest;
import dev.sentinel.v1.PauseState;
import dev.sentinel.v1.ResumeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sentinel resume}. */
@Command(name = "resume", mixinStandardHelpOptions = true, description = "Let acts go on after 'sentinel pause'.")
final class ResumeCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final AskOption ask;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason = "";

    @Option(names = "--cluster", paramLabel = "NAME", description = "Only in this cluster.")
    private String cluster = "";

    @Option(names = "--file", description = "Take away the file of this machine; nobody is asked.")
    private boolean file;

    ResumeCommand(AskOption ask) {
        this.ask = ask;
    }

    @Override
    public Integer call() {
        if (file) {
            return byFile();
        }
        var request =
                ResumeRequest.newBuilder().setCluster(cluster).setReason(reason).build();
        ask.ask(stub -> stub.resume(request));
        boolean still =
                ask.ask(stub -> stub.getPauseState(GetPauseStateRequest.getDefaultInstance())).getStatesList().stream()
                        .anyMatch(PauseState::getPaused);
        spec.commandLine()
                .getOut()
                .println(still ? "resumed, but another pause is in force: see sentinel doctor" : "resumed: acts go on");
        return ExitCode.OK.number();
    }

    private Integer byFile() {
        var path = ask.config().load().config().responders().pauseFile();
        try {
            boolean there = Files.deleteIfExists(path);
            spec.commandLine().getOut().println(there ? "resumed: the file is gone" : "there was no file " + path);
            return (there ? ExitCode.OK : ExitCode.NOT_FOUND).number();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE, "%s cannot be taken away (%s)".formatted(path, e.getMessage()));
        }
    }
}
