package dev.sentinel.app.cli;

import dev.sentinel.app.config.SentinelConfig.Broker;
import dev.sentinel.app.lifecycle.CannotStart;
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
        if (loaded.config().broker().endpoint() instanceof Broker.Embedded) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "'sentinel correlate' needs a broker that others reach too: set broker.uri,"
                            + " or use 'sentinel run', which brings its own");
        }
        return foreground.run(loaded, false);
    }
}
