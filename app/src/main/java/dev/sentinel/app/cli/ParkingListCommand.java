package dev.sentinel.app.cli;

import dev.sentinel.app.output.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sentinel parking list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "List parked messages, oldest first.")
final class ParkingListCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config;

    @Mixin
    private final BusOption broker = new BusOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(
            names = {"-n", "--limit"},
            description = "At most this many (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    ParkingListCommand(ConfigOption config) {
        this.config = config;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var bus = broker.connect(config.load().config())) {
            var table = new Table("id", "parked_at", "queue", "type", "message", "bytes", "reason");
            for (var parked : bus.parking().list(limit)) {
                table.row(
                        parked.id(),
                        parked.at().toString(),
                        parked.queue(),
                        parked.type(),
                        parked.messageId(),
                        Integer.toString(parked.body().size()),
                        parked.why());
            }
            spec.commandLine().getOut().print(table.write(output.format()));
            return ExitCode.OK.number();
        }
    }
}
