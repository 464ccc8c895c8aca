package dev.sentinel.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sentinel signatures}: what is looked for in logs. */
@Command(
        name = "signatures",
        mixinStandardHelpOptions = true,
        description = "See what Sentinel looks for in logs, and test signatures of your own.")
final class SignaturesCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say test");
    }
}
