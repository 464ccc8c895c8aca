package dev.sentinel.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sentinel incidents}: groups what can be asked about incidents. */
@Command(name = "incidents", mixinStandardHelpOptions = true, description = "List, show or watch incidents.")
final class IncidentsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: incidents list, incidents show, or incidents watch");
    }
}
