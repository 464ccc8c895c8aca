package dev.sentinel.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel parking drop}. */
@Command(
        name = "drop",
        mixinStandardHelpOptions = true,
        description = "Throw a parked message away for good; there is no way back.")
final class ParkingDropCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final ParkedMessage message;

    ParkingDropCommand(ParkedMessage message) {
        this.message = message;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var bus = message.connect()) {
            if (!bus.parking().drop(message.id())) {
                throw message.notThere();
            }
            spec.commandLine().getOut().printf("%s: dropped%n", message.id());
            return ExitCode.OK.number();
        }
    }
}
