package dev.sentinel.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sentinel silences}: groups what can be done about silences. */
@Command(
        name = "silences",
        mixinStandardHelpOptions = true,
        description = "Keep incidents quiet for a while; they are recorded all the same.")
final class SilencesCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: silences list, add, expire, or preview");
    }
}
