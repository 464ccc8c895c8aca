package dev.sentinel.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sentinel actions}: groups what can be asked about acts. */
@Command(
        name = "actions",
        mixinStandardHelpOptions = true,
        description = "What can be done to the world, and at what risk.")
final class ActionsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: actions list, or actions show");
    }
}
