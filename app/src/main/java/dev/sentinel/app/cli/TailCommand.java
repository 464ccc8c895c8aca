package dev.sentinel.app.cli;

import dev.sentinel.app.output.EventText;
import dev.sentinel.app.output.Printable;
import dev.sentinel.proto.Kinds;
import dev.sentinel.transport.bus.Delivery;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.v1.Event;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
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

    private static final int MOST_WAITING = 10_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config;

    @Mixin
    private final BusOption broker = new BusOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(arity = "0..1", paramLabel = "EXCHANGE", description = "Default: " + Routes.EVENTS + ".")
    private String exchange = Routes.EVENTS;

    @Option(
            names = "--key",
            paramLabel = "PATTERN",
            description = "Routing key pattern, as in evt.*.longhorn.# (default: #).")
    private String key = "#";

    @Option(names = "--count", paramLabel = "N", description = "End after N messages.")
    private Optional<Integer> count = Optional.empty();

    TailCommand(ConfigOption config) {
        this.config = config;
    }

    @Override
    public Integer call() throws InterruptedException {
        BlockingQueue<Delivery> seen = new ArrayBlockingQueue<>(MOST_WAITING);
        try (var bus = broker.connect(config.load().config());
                var tail = bus.tail(exchange, key, delivery -> {
                    // A reader that does not keep up loses the newest lines rather than memory.
                    var unused = seen.offer(delivery);
                })) {
            tail.watching()
                    .orTimeout(broker.patience().toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            spec.commandLine().getErr().printf("watching %s %s%n", exchange, key);
            for (int shown = 0; count.isEmpty() || shown < count.get(); shown++) {
                show(seen.take(), spec.commandLine().getOut());
            }
            return ExitCode.OK.number();
        }
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
