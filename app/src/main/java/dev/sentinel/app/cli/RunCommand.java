package dev.sentinel.app.cli;

import dev.sentinel.app.config.Loaded;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.StopSignal;
import dev.sentinel.app.log.Logs;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sentinel run}: everything in one process, until a signal says stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run until SIGTERM or Ctrl-C; a second signal ends it at once.")
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    private final Launch launch;

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
        signal.await();
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
