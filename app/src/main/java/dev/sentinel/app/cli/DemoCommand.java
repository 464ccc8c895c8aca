package dev.sentinel.app.cli;

import dev.sentinel.app.config.ConfigReader;
import dev.sentinel.app.config.Loaded;
import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.demo.Demonstration;
import dev.sentinel.app.demo.TemporaryFolder;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.Running;
import dev.sentinel.app.wiring.Addresses;
import dev.sentinel.app.wiring.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel demo}: the pipeline at work, with nothing but a JDK. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Start the whole program in a temporary folder, publish a recorded sequence of events,",
            "show them arrive and show the bad message that is parked. Leaves nothing behind."
        })
final class DemoCommand implements Callable<Integer> {

    // Any free ports, so that a sentinel that runs already is not in the way.
    private static final String CONFIGURATION = """
            cluster: demo
            data: data
            broker:
              port: 0
            server:
              listen: 127.0.0.1:0
            """;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    private final Launch launch;
    private final ConfigReader reader;

    DemoCommand(ConfigReader reader, Launch launch) {
        this.reader = reader;
        this.launch = launch;
    }

    @Override
    public Integer call() throws CannotStart, InterruptedException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        long started = System.nanoTime();
        try (var folder = TemporaryFolder.create("sentinel-demo")) {
            var config = configuration(folder.path());
            Running program = launch.start(config, EnumSet.of(Role.CORRELATE));
            try {
                out.printf("sentinel runs on the embedded broker and SQLite after %d ms%n%n", since(started));
                boolean good = show(config, out);
                out.printf("%nThe demonstration took %d ms.%n", since(started));
                return (good ? ExitCode.OK : ExitCode.SOFTWARE).number();
            } finally {
                program.stop();
            }
        }
    }

    private static boolean show(SentinelConfig config, PrintWriter out) throws IOException, InterruptedException {
        try (var bus = new BusOption().connect(config);
                var store = Addresses.open(config.store(), Clock.systemUTC())) {
            return new Demonstration(config, bus, store, out).run();
        }
    }

    private SentinelConfig configuration(Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("sentinel.yaml"), CONFIGURATION);
        return switch (reader.read(file)) {
            case Loaded.Valid valid -> valid.config();
            case Loaded.Invalid invalid ->
                throw new IllegalStateException("the demonstration's configuration is wrong: " + invalid.problems());
        };
    }

    private static long since(long started) {
        return (System.nanoTime() - started) / 1_000_000;
    }
}
