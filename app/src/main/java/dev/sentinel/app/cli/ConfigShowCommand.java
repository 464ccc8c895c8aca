package dev.sentinel.app.cli;

import dev.sentinel.app.output.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel config show}: the values that would be in force, and where each comes from. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show every effective setting and where it comes from; secrets stay hidden.")
final class ConfigShowCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config;

    @Mixin
    private final OutputOption output = new OutputOption();

    ConfigShowCommand(ConfigOption config) {
        this.config = config;
    }

    @Override
    public void run() {
        var table = new Table("key", "value", "from");
        config.load().settings().forEach(setting -> table.row(setting.key(), setting.value(), setting.from()));
        spec.commandLine().getOut().print(table.write(output.format()));
    }
}
