package dev.sentinel.app.cli;

import dev.sentinel.lab.world.faults.Sentence;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel lab faults}: what can be done to a lab; none needs to run. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = "List the sentences that sentinel lab do understands; names go where <> stand.")
final class LabFaultsCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() {
        Sentence.forms().forEach(spec.commandLine().getOut()::println);
        return ExitCode.OK.number();
    }
}
