package dev.sentinel.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sentinel lab}: groups what can be done with the simulated cluster. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        description = {
            "Keep a simulated Kubernetes cluster with Longhorn.",
            "To look at with kubectl, to read with a sentinel, and to break without fear; only a JDK is needed."
        })
final class LabCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: lab up, do, faults, or show");
    }
}
