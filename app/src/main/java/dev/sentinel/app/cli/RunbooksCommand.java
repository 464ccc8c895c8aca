package dev.sentinel.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sentinel runbooks}: groups what can be asked about runbooks. */
@Command(name = "runbooks", mixinStandardHelpOptions = true, description = "What is done about which incident.")
final class RunbooksCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: runbooks list, runbooks show, or runbooks test");
    }
}
