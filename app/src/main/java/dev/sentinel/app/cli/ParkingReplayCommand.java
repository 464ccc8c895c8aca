package dev.sentinel.app.cli;

import dev.sentinel.transport.bus.Confirmation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel parking replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Send a parked message again the way it came, then take it out of parking.")
final class ParkingReplayCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final ParkedMessage message;

    ParkingReplayCommand(ParkedMessage message) {
        this.message = message;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var bus = message.connect()) {
            return switch (bus.parking().replay(message.id()).orElseThrow(message::notThere)) {
                case Confirmation.Confirmed confirmed -> {
                    spec.commandLine().getOut().printf("%s: sent again%n", message.id());
                    yield ExitCode.OK.number();
                }
                case Confirmation.Refused refused -> throw stays(refused.why());
                case Confirmation.Unknown unknown -> throw stays(unknown.why());
                case Confirmation.NotSent notSent -> throw stays(notSent.why());
            };
        }
    }

    private CommandFailure stays(String why) {
        return new CommandFailure(ExitCode.UNAVAILABLE, "%s stays parked: %s".formatted(message.id(), why));
    }
}
