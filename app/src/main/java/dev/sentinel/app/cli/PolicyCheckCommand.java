package dev.sentinel.app.cli;

import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.wiring.Acting;
import dev.sentinel.app.wiring.RuleFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel policy check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Read a policy and tell every mistake in it; without FILE that of the configuration.")
final class PolicyCheckCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "A policy.")
    private Optional<Path> file = Optional.empty();

    PolicyCheckCommand(ConfigOption config) {
        this.config = config;
    }

    @Override
    public Integer call() {
        var chosen = file.or(() -> config.load().config().responders().policy());
        try {
            var policy = RuleFiles.policy(chosen, Acting.everything(Clock.systemUTC()));
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%s, version %s: %d rules, no mistakes%n",
                            policy.name(), policy.version(), policy.rules().size());
            return ExitCode.OK.number();
        } catch (CannotStart e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }
}
