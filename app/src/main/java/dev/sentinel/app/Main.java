package dev.sentinel.app;

import dev.sentinel.app.build.BuildInfo;
import dev.sentinel.app.cli.Cli;
import dev.sentinel.app.config.ConfigReader;
import dev.sentinel.app.config.SentinelConfig.Log;
import dev.sentinel.app.config.Surroundings;
import dev.sentinel.app.log.Logs;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/** Where the program begins; the only place that looks at the environment and ends the process. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Until a command says otherwise only trouble is worth a line, and it must not mix with data on stdout.
        Logs.configure(new Log(Log.Format.TEXT, Log.Level.WARN));
        var build = BuildInfo.ofThisProgram();
        var stateHome = Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute);
        var reader = new ConfigReader(new Surroundings(Path.of(""), stateHome, System.getenv()));
        var cli = new Cli(
                reader, build, (configuration, roles, tempo) -> Sentinel.start(configuration, roles, build, tempo));
        var out = new PrintWriter(System.out, false, System.out.charset());
        var err = new PrintWriter(System.err, true, System.err.charset());
        System.exit(cli.run(out, err, arguments));
    }
}
