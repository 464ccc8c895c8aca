package dev.sentinel.app.cli;

import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.wiring.Role;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sentinel run}: everything in one process, until a signal says stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run until SIGTERM or Ctrl-C; a second signal ends it at once.")
final class RunCommand implements Callable<Integer> {

    private final Foreground foreground;

    @Option(names = "--until-ready", description = "Stop as soon as everything is ready: a trial of a configuration.")
    private boolean untilReady;

    @Mixin
    private final ConfigOption config;

    RunCommand(ConfigOption config, Launch launch) {
        this.config = config;
        this.foreground = new Foreground(launch);
    }

    @Override
    public Integer call() throws CannotStart, InterruptedException {
        return foreground.run(config.load(), EnumSet.allOf(Role.class), untilReady);
    }
}
