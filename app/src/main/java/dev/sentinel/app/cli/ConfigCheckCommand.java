package dev.sentinel.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel config check}: every problem at once, before anything is opened. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Say everything that is wrong with a configuration file; exit code 2 if anything is.")
final class ConfigCheckCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file to check, instead of --config.")
    private Optional<Path> file = Optional.empty();

    ConfigCheckCommand(ConfigOption config) {
        this.config = config;
    }

    @Override
    public void run() {
        var checked = file.or(config::file);
        var loaded = config.load(checked);
        spec.commandLine()
                .getOut()
                .printf(
                        "%s: good, %d settings%n",
                        checked.map(Path::toString).orElse("defaults"),
                        loaded.settings().size());
    }
}
