package dev.sentinel.app.cli;

import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.wiring.Role;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sentinel respond}: one of several responders that share a broker and a store. */
@Command(
        name = "respond",
        mixinStandardHelpOptions = true,
        description = {
            "Plan, ask, act and tell people until SIGTERM or Ctrl-C. One of those that share a store acts at a time; another takes over when it dies.",
            "What may be done without asking is in the policy; after installation that is reading."
        })
final class RespondCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config;

    private final Foreground foreground;

    RespondCommand(ConfigOption config, Launch launch) {
        this.config = config;
        this.foreground = new Foreground(launch);
    }

    @Override
    public Integer call() throws CannotStart, InterruptedException {
        var loaded = config.load();
        SharedBroker.demand(loaded.config(), "respond");
        if (!loaded.config().responders().on()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "nothing says what may be done; write a section \"responders:\" with targets and people");
        }
        return foreground.run(loaded, Set.of(Role.RESPOND), false);
    }
}
