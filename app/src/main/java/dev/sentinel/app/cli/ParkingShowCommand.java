package dev.sentinel.app.cli;

import dev.sentinel.app.output.EventText;
import dev.sentinel.app.output.Printable;
import dev.sentinel.transport.bus.Parking.Parked;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel parking show}. */
@Command(name = "show", mixinStandardHelpOptions = true, description = "Show one parked message with its content.")
final class ParkingShowCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final ParkedMessage message;

    ParkingShowCommand(ParkedMessage message) {
        this.message = message;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var bus = message.connect()) {
            show(bus.parking().find(message.id()).orElseThrow(message::notThere));
            return ExitCode.OK.number();
        }
    }

    private void show(Parked parked) {
        PrintWriter out = spec.commandLine().getOut();
        line(out, "id", parked.id());
        line(out, "reason", parked.why());
        line(out, "parked at", parked.at().toString());
        line(out, "attempts", Integer.toString(parked.attempts()));
        line(out, "queue", parked.queue());
        line(out, "exchange", parked.exchange());
        line(out, "routing key", parked.routingKey());
        line(out, "message", parked.messageId());
        line(out, "type", parked.type());
        line(out, "bytes", Integer.toString(parked.body().size()));
        line(out, "content", EventText.of(parked.type(), parked.body()));
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("%-12s %s%n", name, Printable.escape(value));
    }
}
