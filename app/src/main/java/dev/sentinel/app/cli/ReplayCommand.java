package dev.sentinel.app.cli;

import dev.sentinel.app.output.IncidentText;
import dev.sentinel.app.output.Printable;
import dev.sentinel.app.output.Table;
import dev.sentinel.correlator.running.Replay;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.v1.Incident;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sentinel replay}: what other patterns would have made of recorded time. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Run recorded time under the patterns in force and under those of a folder (beside the shipped ones),",
            "and say which incidents would appear, change or vanish. Changes nothing."
        })
final class ReplayCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final StoreOption store;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(names = "--patterns", required = true, paramLabel = "DIR", description = "Folder with the other patterns.")
    private Path patterns = Path.of("");

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            converter = DurationArgument.class,
            description = "Only incidents with news in this time (default: 72h).")
    private Duration since = Duration.ofDays(3);

    @Option(names = "--cluster", paramLabel = "NAME", description = "Only this cluster.")
    private Optional<String> cluster = Optional.empty();

    ReplayCommand(StoreOption store) {
        this.store = store;
    }

    @Override
    public Integer call() {
        var config = store.configured();
        if (!Files.isDirectory(patterns)) {
            throw new CommandFailure(ExitCode.NOT_FOUND, "there is no folder %s".formatted(patterns));
        }
        try (var open = store.open(config)) {
            var scope = new Replay.Scope(
                    open.read(sql -> sql.now()).minus(since),
                    cluster,
                    config.correlator().lateness());
            var answer = Replay.compare(
                    open,
                    new Partitions(config.partitions()),
                    scope,
                    config.patterns().folder(),
                    patterns);
            switch (answer) {
                case Replay.Unusable unusable ->
                    throw new CommandFailure(
                            ExitCode.USAGE,
                            unusable.problems().stream()
                                    .map(Printable::escape)
                                    .collect(Collectors.joining("\n  ", "these patterns cannot be used:\n  ", "")));
                case Replay.Difference difference -> tell(difference);
            }
        }
        return ExitCode.OK.number();
    }

    private void tell(Replay.Difference difference) {
        var table = new Table("would", "id", "pattern", "about", "severity", "began", "what");
        difference.appear().forEach(incident -> row(table, "appear", incident, incident.getTitle()));
        difference.change().forEach(change -> row(table, "change", change.after(), String.join("; ", change.what())));
        difference.vanish().forEach(incident -> row(table, "vanish", incident, incident.getTitle()));
        spec.commandLine().getOut().print(table.write(output.format()));
        spec.commandLine()
                .getErr()
                .printf(
                        "%d events replayed: %d incidents would appear, %d change, %d vanish, %d stay the same%n",
                        difference.events(),
                        difference.appear().size(),
                        difference.change().size(),
                        difference.vanish().size(),
                        difference.same().size());
    }

    private static void row(Table table, String would, Incident incident, String what) {
        table.row(
                would,
                incident.getId(),
                incident.getPattern(),
                IncidentText.thing(incident.getPivot()),
                IncidentText.severity(incident),
                IncidentText.time(incident.getBeganAt()),
                what);
    }
}
