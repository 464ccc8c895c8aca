package dev.sentinel.app.cli;

import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.wiring.Role;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sentinel correlate}: one of several correlators that share a broker and a database. */
@Command(
        name = "correlate",
        mixinStandardHelpOptions = true,
        description = {
            "Correlate events of a shared broker until SIGTERM or Ctrl-C. Start it on several machines with one",
            "PostgreSQL: each partition is correlated by one of them, and taken over when that one dies."
        })
final class CorrelateCommand implements Callable<Integer> {

    @Mixin
    private final ConfigOption config;

    private final Foreground foreground;

    CorrelateCommand(ConfigOption config, Launch launch) {
        this.config = config;
        this.foreground = new Foreground(launch);
    }

    @Override
    public Integer call() throws CannotStart, InterruptedException {
        var loaded = config.load();
        SharedBroker.demand(loaded.config(), "correlate");
        return foreground.run(loaded, Set.of(Role.CORRELATE), false);
    }
}
