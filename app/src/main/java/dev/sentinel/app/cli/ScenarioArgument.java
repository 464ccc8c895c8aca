package dev.sentinel.app.cli;

import dev.sentinel.app.output.Printable;
import dev.sentinel.lab.scenario.Scenario;
import dev.sentinel.lab.scenario.ScenarioReader;
import dev.sentinel.lab.scenario.ScenarioReading;
import dev.sentinel.lab.scenario.Shipped;
import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Parameters;

/** Which scenario: one that comes with the program, or somebody's own. */
final class ScenarioArgument {
    private static final int LARGEST_FILE_BYTES = 2 << 20;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCENARIO",
            description = "A name of sentinel demo --list, or a file ending in .yaml.")
    private Optional<String> wanted = Optional.empty();

    /** Empty when none is named. */
    Optional<Scenario> find() throws IOException {
        return wanted.isPresent() ? Optional.of(scenario(wanted.get())) : Optional.empty();
    }

    static Scenario scenario(String name) throws IOException {
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
        return switch (ScenarioReader.read(name, text(file))) {
            case ScenarioReading.Good good -> good.scenario();
            case ScenarioReading.Bad bad ->
                throw new CommandFailure(
                        ExitCode.USAGE,
                        bad.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
        };
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "%s is no text in UTF-8; a scenario is YAML".formatted(Printable.escape(file.toString())));
        }
    }
}
