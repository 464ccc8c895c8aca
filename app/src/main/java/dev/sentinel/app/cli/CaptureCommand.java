package dev.sentinel.app.cli;

import dev.sentinel.app.demo.CapturedScenario;
import dev.sentinel.app.output.Printable;
import dev.sentinel.correlator.capture.Capture;
import dev.sentinel.correlator.running.Capturing;
import dev.sentinel.lab.scenario.ScenarioReader;
import dev.sentinel.lab.scenario.ScenarioReading;
import dev.sentinel.transport.routing.Partitions;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sentinel capture}: an incident that can be shown to others. */
@Command(
        name = "capture",
        mixinStandardHelpOptions = true,
        description = {
            "Write a recorded incident as a scenario that anybody may see: names become other names, what logs and people",
            "said is taken out, times stay. It is only written when it becomes the same incident again; play it with",
            "'sentinel demo FILE'."
        })
final class CaptureCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final StoreOption store;

    @Option(
            names = "--incident",
            required = true,
            paramLabel = "ID",
            description = "Id of the incident, or its beginning.")
    private String incident = "";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The new file.")
    private Path out = Path.of("");

    CaptureCommand(StoreOption store) {
        this.store = store;
    }

    @Override
    public Integer call() {
        var config = store.configured();
        try (var open = store.open(config)) {
            var chosen = ChosenIncident.one(open, incident);
            if (!chosen.hasOpenedAt()) {
                throw new CommandFailure(
                        ExitCode.CONFLICT,
                        "not captured: %s was only suspected; a scenario shows incidents that opened"
                                .formatted(chosen.getId()));
            }
            var patterns = config.patterns().folder();
            switch (Capturing.of(open, new Partitions(config.partitions()), chosen, patterns)) {
                case Capture.Bad bad ->
                    throw new CommandFailure(ExitCode.CONFLICT, "not captured: " + Printable.escape(bad.why()));
                case Capture.Good good -> write(good);
            }
        }
        return ExitCode.OK.number();
    }

    private void write(Capture.Good captured) {
        String text = CapturedScenario.text(captured);
        if (ScenarioReader.read(out.toString(), text) instanceof ScenarioReading.Bad bad) {
            throw new CommandFailure(
                    ExitCode.CONFLICT,
                    "not captured: the scenario could not be read again: "
                            + Printable.escape(bad.problems().getFirst().toString()));
        }
        try {
            Files.writeString(out, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(ExitCode.CONFLICT, "%s is there already; name another file".formatted(out));
        } catch (NoSuchFileException e) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE, "%s cannot be written: its folder is not there".formatted(out));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, "%s cannot be written: %s".formatted(out, e.getMessage()));
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "%d events under other names in %s. Read it before you give it away; play it: sentinel demo %s%n",
                        captured.moments().size(), out, out);
    }
}
