package dev.sentinel.app.cli;

import dev.sentinel.app.output.EventText;
import dev.sentinel.app.output.Printable;
import dev.sentinel.proto.Kinds;
import dev.sentinel.transport.bus.Delivery;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.v1.Event;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel tail}: what passes an exchange, as it passes. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "Show messages as they pass an exchange; takes nothing away from anybody. Ends with Ctrl-C.")
final class TailCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final Watching watching;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(arity = "0..1", paramLabel = "EXCHANGE", description = "Default: " + Routes.EVENTS + ".")
    private String exchange = Routes.EVENTS;

    @Option(
            names = "--key",
            paramLabel = "PATTERN",
            description = "Routing key pattern, as in evt.*.longhorn.# (default: #).")
    private String key = "#";

    TailCommand(Watching watching) {
        this.watching = watching;
    }

    @Override
    public Integer call() throws InterruptedException {
        var line = spec.commandLine();
        watching.each(
                exchange,
                key,
                () -> line.getErr().printf("watching %s %s%n", exchange, key),
                delivery -> show(delivery, line.getOut()));
        return ExitCode.OK.number();
    }

    private void show(Delivery delivery, PrintWriter out) {
        var events = EventText.events(delivery.type(), delivery.body());
        if (events.isEmpty()) {
            out.println(line(delivery));
        }
        events.forEach(event -> out.println(line(event)));
        out.flush();
    }

    private String line(Event event) {
        return switch (output.format()) {
            case JSON -> EventText.json(event);
            case TABLE ->
                Printable.escape("%s  %-8s  %-32s  %s/%s"
                        .formatted(
                                java.time.Instant.ofEpochSecond(
                                        event.getOccurredAt().getSeconds()),
                                event.getSeverity().name().replace("SEVERITY_", ""),
                                Kinds.of(event),
                                event.getSubject().getKind(),
                                event.getSubject().getName()));
        };
    }

    private static String line(Delivery delivery) {
        return Printable.escape("%s  %s  %s"
                .formatted(delivery.routingKey(), delivery.type(), EventText.of(delivery.type(), delivery.body())));
    }
}
