package dev.sentinel.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sentinel patterns}: how each kind of trouble looks, and the tests that show it. */
@Command(
        name = "patterns",
        mixinStandardHelpOptions = true,
        description = "See which trouble Sentinel knows, what it looks for, and test patterns of your own.")
final class PatternsCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say list, test or explain");
    }
}
