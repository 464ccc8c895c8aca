package dev.sentinel.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sentinel quarantine}: groups what can be done about quarantines. */
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        description = "Keep things out of service until they can be trusted.")
final class QuarantineCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: quarantine list, quarantine add, or quarantine release");
    }
}
