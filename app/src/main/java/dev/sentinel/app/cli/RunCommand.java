package dev.sentinel.app.cli;

import dev.sentinel.app.config.Loaded;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.StopSignal;
import dev.sentinel.app.log.Logs;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sentinel run}: everything in one process, until a signal says stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run until SIGTERM or Ctrl-C; a second signal ends it at once.")
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    private static final Duration LOOK = Duration.ofMillis(250);

    private final Launch launch;

    @Option(names = "--until-ready", description = "Stop as soon as everything is ready: a trial of a configuration.")
    private boolean untilReady;

    @Mixin
    private final ConfigOption config;

    RunCommand(ConfigOption config, Launch launch) {
        this.config = config;
        this.launch = launch;
    }

    @Override
    public Integer call() throws CannotStart, InterruptedException {
        var loaded = config.load();
        Logs.configure(loaded.config().log());
        logEffective(loaded);
        var signal = StopSignal.listen();
        var program = launch.start(loaded.config());
        LOG.atInfo().log("sentinel runs");
        while (!signal.await(LOOK) && !(untilReady && program.ready())) {
            // Nothing to do here but to look again.
        }
        LOG.atInfo().log("sentinel stops");
        var failures = program.stop();
        LOG.atInfo().addKeyValue("unclosed", failures.size()).log("sentinel stopped");
        return (failures.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE).number();
    }

    private static void logEffective(Loaded.Valid loaded) {
        var line = LOG.atInfo();
        for (var setting : loaded.settings()) {
            line = line.addKeyValue(setting.key(), setting.value());
        }
        line.log("effective configuration");
    }
}
