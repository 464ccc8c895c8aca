package dev.sentinel.app.cli;

import dev.sentinel.app.config.CollectorsConfig;
import dev.sentinel.app.config.Loaded;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.output.Printable;
import dev.sentinel.app.wiring.Role;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sentinel collect}: one of several readers that share a broker. */
@Command(
        name = "collect",
        mixinStandardHelpOptions = true,
        description = {
            "Read sources and send what they show to a shared broker until SIGTERM or Ctrl-C. Sources of the whole cluster",
            "are read by one instance at a time; start it on every machine for what only that machine sees.",
            "",
            "  sentinel collect --only kernel,logs -c FILE      these collectors, with their settings of FILE",
            "  sentinel collect --dry-run -c FILE               print events as JSON lines instead; needs no broker"
        })
final class CollectCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Only these collectors, also those that the configuration leaves out.")
    private List<String> only = List.of();

    @Option(
            names = "--dry-run",
            description = "Print events instead of sending them, one JSON object a line; nothing is remembered.")
    private boolean dryRun;

    private final Foreground foreground;

    CollectCommand(ConfigOption config, Launch launch) {
        this.config = config;
        this.foreground = new Foreground(launch);
    }

    @Override
    public Integer call() throws CannotStart, InterruptedException {
        var loaded = chosen(config.load());
        if (dryRun) {
            return new Rehearsal(spec.commandLine().getOut()).run(loaded.config());
        }
        SharedBroker.demand(loaded.config(), "collect");
        return foreground.run(loaded, Set.of(Role.COLLECT), false);
    }

    private Loaded.Valid chosen(Loaded.Valid loaded) {
        var config = loaded.config();
        if (!only.isEmpty()) {
            for (String name : only) {
                if (!CollectorsConfig.NAMES.contains(name)) {
                    throw new CommandFailure(
                            ExitCode.USAGE,
                            "there is no collector \"%s\"; there are: %s"
                                    .formatted(Printable.escape(name), String.join(", ", CollectorsConfig.NAMES)));
                }
            }
            config = config.collecting(config.collectors().only(new TreeSet<>(only)));
        }
        if (config.collectors().on().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "no collector is configured; name some with --only, or write their sections below \"collectors:\"");
        }
        return new Loaded.Valid(config, loaded.settings());
    }
}
