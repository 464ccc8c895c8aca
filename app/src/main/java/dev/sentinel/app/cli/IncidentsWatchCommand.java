package dev.sentinel.app.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sentinel.app.output.EventText;
import dev.sentinel.app.output.IncidentText;
import dev.sentinel.app.output.Printable;
import dev.sentinel.transport.bus.Delivery;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.v1.Incident;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel incidents watch}: incidents as they are published. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Show incidents as they change; takes nothing away from anybody. Ends with Ctrl-C.")
final class IncidentsWatchCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final Watching watching;

    @Mixin
    private final OutputOption output = new OutputOption();

    IncidentsWatchCommand(Watching watching) {
        this.watching = watching;
    }

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        watching.each(
                Routes.INCIDENTS,
                "inc.#",
                () -> spec.commandLine().getErr().println("watching incidents"),
                delivery -> {
                    out.println(line(delivery));
                    out.flush();
                });
        return ExitCode.OK.number();
    }

    private String line(Delivery delivery) {
        try {
            Incident incident = Incident.parseFrom(delivery.body());
            return switch (output.format()) {
                case JSON -> EventText.json(incident);
                case TABLE -> IncidentText.line(incident);
            };
        } catch (InvalidProtocolBufferException e) {
            return Printable.escape("%s  unreadable: %s".formatted(delivery.routingKey(), e.getMessage()));
        }
    }
}
