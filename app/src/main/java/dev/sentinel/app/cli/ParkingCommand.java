package dev.sentinel.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sentinel parking}: messages that could not be used. */
@Command(
        name = "parking",
        mixinStandardHelpOptions = true,
        description = "See, replay or drop messages that were put aside because they could not be used.")
final class ParkingCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say list, show, replay or drop");
    }
}
