package dev.sentinel.app.cli;

import dev.sentinel.app.config.Loaded;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.StopSignal;
import dev.sentinel.app.log.Logs;
import dev.sentinel.app.wiring.Role;
import dev.sentinel.transport.tempo.Tempo;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the program in this process until a signal says stop. */
final class Foreground {
    private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);

    private static final Duration LOOK = Duration.ofMillis(250);

    private final Launch launch;

    Foreground(Launch launch) {
        this.launch = launch;
    }

    int run(Loaded.Valid loaded, Set<Role> roles, boolean untilReady) throws CannotStart, InterruptedException {
        Logs.configure(loaded.config().log());
        logEffective(loaded);
        var signal = StopSignal.listen();
        var program = launch.start(loaded.config(), roles, Tempo.real());
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
