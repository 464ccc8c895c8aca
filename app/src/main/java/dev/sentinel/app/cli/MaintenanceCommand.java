package dev.sentinel.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sentinel maintenance}: groups what can be done about maintenance windows. */
@Command(name = "maintenance", mixinStandardHelpOptions = true, description = "Say that somebody works on something.")
final class MaintenanceCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: maintenance list, add, or end");
    }
}
