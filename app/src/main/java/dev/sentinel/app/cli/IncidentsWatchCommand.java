package dev.sentinel.app.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sentinel.app.output.EventText;
import dev.sentinel.app.output.IncidentText;
import dev.sentinel.app.output.Printable;
import dev.sentinel.transport.bus.Delivery;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.v1.Incident;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sentinel incidents watch}: incidents as they are published. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Show incidents as they change; takes nothing away from anybody. Ends with Ctrl-C.")
final class IncidentsWatchCommand implements Callable<Integer> {

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

    @Option(names = "--count", paramLabel = "N", description = "End after N changes.")
    private Optional<Integer> count = Optional.empty();

    IncidentsWatchCommand(ConfigOption config) {
        this.config = config;
    }

    @Override
    public Integer call() throws InterruptedException {
        BlockingQueue<Delivery> seen = new ArrayBlockingQueue<>(MOST_WAITING);
        try (var bus = broker.connect(config.load().config());
                var tail = bus.tail(Routes.INCIDENTS, "inc.#", delivery -> {
                    // A reader that does not keep up loses the newest lines rather than memory.
                    var unused = seen.offer(delivery);
                })) {
            tail.watching()
                    .orTimeout(broker.patience().toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            spec.commandLine().getErr().println("watching incidents");
            var out = spec.commandLine().getOut();
            for (int shown = 0; count.isEmpty() || shown < count.get(); shown++) {
                out.println(line(seen.take()));
                out.flush();
            }
            return ExitCode.OK.number();
        }
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
