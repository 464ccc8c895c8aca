package dev.sentinel.app.cli;

import dev.sentinel.app.config.ConfigReader;
import dev.sentinel.app.config.SentinelConfig.Log;
import dev.sentinel.app.demo.Lines;
import dev.sentinel.app.demo.TemporaryFolder;
import dev.sentinel.app.demo.Theatre;
import dev.sentinel.app.demo.Verdict;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.StopSignal;
import dev.sentinel.app.log.Logs;
import dev.sentinel.app.output.Printable;
import dev.sentinel.app.output.Table;
import dev.sentinel.app.output.Terminal;
import dev.sentinel.app.wiring.Role;
import dev.sentinel.lab.scenario.Scenario;
import dev.sentinel.lab.scenario.ScenarioReader;
import dev.sentinel.lab.scenario.ScenarioReading;
import dev.sentinel.lab.scenario.Shipped;
import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel demo}: the whole product at work on a cluster that breaks, with nothing but a JDK. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Play a scenario: a simulated cluster breaks the way real ones do, and the whole program watches",
            "it through its real collectors. Ends with what was expected of it; leaves nothing behind."
        })
final class DemoCommand implements Callable<Integer> {
    private static final int LARGEST_FILE_BYTES = 2 << 20;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "SCENARIO",
            description = "A name of --list, or a file ending in .yaml (default: the first of --list).")
    private Optional<String> wanted = Optional.empty();

    @Option(names = "--list", description = "List the scenarios that come with the program.")
    private boolean list;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "So many times as fast as the scenario wants, from 0.1 to 10 (default: ${DEFAULT-VALUE}).")
    private double speed = 1;

    private final ConfigReader reader;
    private final Launch launch;

    DemoCommand(ConfigReader reader, Launch launch) {
        this.reader = reader;
        this.launch = launch;
    }

    @Override
    public Integer call() throws CannotStart, InterruptedException, IOException {
        if (list) {
            spec.commandLine().getOut().print(scenarios().write(output.format()));
            return ExitCode.OK.number();
        }
        if (!(speed >= 0.1 && speed <= 10)) {
            throw new CommandFailure(ExitCode.USAGE, "--speed is from 0.1 to 10, not " + speed);
        }
        Scenario scenario = scenario(wanted.orElse(Shipped.names().getFirst()));
        var folder = TemporaryFolder.create("sentinel-demo");
        Path log = folder.path().resolve("sentinel.log");
        Logs.configure(new Log(Log.Format.TEXT, Log.Level.INFO), log);
        boolean good = play(scenario, folder.path()).good();
        if (good) {
            folder.close();
        } else {
            spec.commandLine().getErr().println("Not as expected. What the program wrote is in " + log);
        }
        return (good ? ExitCode.OK : ExitCode.SOFTWARE).number();
    }

    private Verdict play(Scenario scenario, Path folder) throws CannotStart, InterruptedException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        var signal = StopSignal.listen();
        var theatre = new Theatre(
                reader, (config, tempo) -> launch.start(config, EnumSet.allOf(Role.class), tempo), signal::await);
        return theatre.play(scenario, folder, speed, new Lines(out, Terminal.present()));
    }

    private static Table scenarios() {
        var table = new Table("scenario", "what happens", "as reported by");
        for (String name : Shipped.names()) {
            Shipped.find(name)
                    .ifPresent(each -> table.row(
                            name,
                            each.title(),
                            each.report().map(Scenario.Report::source).orElse("")));
        }
        return table;
    }

    private static Scenario scenario(String name) throws IOException {
        if (!name.endsWith(".yaml")) {
            return Shipped.find(name)
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.NOT_FOUND,
                            "there is no scenario \"%s\"%s; see: sentinel demo --list"
                                    .formatted(Printable.escape(name), NearestWord.hint(name, Shipped.names()))));
        }
        Path file = Path.of(name);
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE_BYTES) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "%s is no file of at most %d KiB; check the path"
                            .formatted(Printable.escape(name), LARGEST_FILE_BYTES / 1024));
        }
        return switch (ScenarioReader.read(name, Files.readString(file))) {
            case ScenarioReading.Good good -> good.scenario();
            case ScenarioReading.Bad bad ->
                throw new CommandFailure(
                        ExitCode.USAGE,
                        bad.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
        };
    }
}
