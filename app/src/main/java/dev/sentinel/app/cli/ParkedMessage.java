package dev.sentinel.app.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The message that {@code parking show|replay|drop} are about, and how to reach it. */
final class ParkedMessage {

    @Mixin
    private final ConfigOption config;

    @Mixin
    private final BusOption broker = new BusOption();

    @Parameters(paramLabel = "ID", description = "The id that 'sentinel parking list' shows.")
    private String id = "";

    ParkedMessage(ConfigOption config) {
        this.config = config;
    }

    String id() {
        return id;
    }

    dev.sentinel.transport.bus.Bus connect() throws InterruptedException {
        return broker.connect(config.load().config());
    }

    CommandFailure notThere() {
        return new CommandFailure(
                ExitCode.NOT_FOUND, "no parked message has the id %s; see: sentinel parking list".formatted(id));
    }
}
