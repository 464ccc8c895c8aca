package dev.sentinel.app.cli;

import dev.sentinel.app.config.ConfigReader;
import dev.sentinel.app.config.SentinelConfig.Log;
import dev.sentinel.app.demo.Lines;
import dev.sentinel.app.demo.Theatre;
import dev.sentinel.app.demo.Verdict;
import dev.sentinel.app.lab.TemporaryFolder;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.StopSignal;
import dev.sentinel.app.log.Logs;
import dev.sentinel.app.output.Terminal;
import dev.sentinel.app.wiring.Role;
import dev.sentinel.lab.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import picocli.CommandLine;

/** Plays a scenario on the terminal, in a folder that is gone afterwards unless something was not as expected. */
final class Showing {
    private final ConfigReader reader;
    private final Launch launch;

    Showing(ConfigReader reader, Launch launch) {
        this.reader = reader;
        this.launch = launch;
    }

    static ExitCode exit(Verdict verdict) {
        if (verdict.ended().isPresent()) {
            return ExitCode.ENDED;
        }
        return verdict.good() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    Verdict show(Scenario scenario, Theatre.Manner manner, CommandLine line)
            throws CannotStart, InterruptedException, IOException {
        var folder = TemporaryFolder.create("sentinel-demo");
        Path log = folder.path().resolve("sentinel.log");
        Logs.configure(new Log(Log.Format.TEXT, Log.Level.INFO), log);
        var signal = StopSignal.listen();
        var theatre = new Theatre(
                reader, (config, tempo) -> launch.start(config, EnumSet.allOf(Role.class), tempo), signal::await);
        Verdict verdict = theatre.play(scenario, folder.path(), manner, new Lines(line.getOut(), Terminal.present()));
        if (verdict.good() || verdict.ended().isPresent()) {
            folder.close();
        } else {
            line.getErr().println("Not as expected. What the program wrote is in " + log);
        }
        return verdict;
    }
}
