package dev.sentinel.app.cli;

import dev.sentinel.app.config.ConfigReader;
import dev.sentinel.app.config.Loaded;
import dev.sentinel.app.config.Problem;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** {@code --config FILE}, for every command that needs to know how the program is set up. */
final class ConfigOption {
    private final ConfigReader reader;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration file (YAML). Without it: embedded broker, SQLite, a local data folder.")
    private Optional<Path> file = Optional.empty();

    ConfigOption(ConfigReader reader) {
        this.reader = reader;
    }

    /** The configuration, or a failure that lists everything wrong with it. */
    Loaded.Valid load() {
        return load(file);
    }

    Loaded.Valid load(Optional<Path> chosen) {
        return switch (chosen.map(reader::read).orElseGet(reader::defaults)) {
            case Loaded.Valid valid -> valid;
            case Loaded.Invalid invalid -> throw new CommandFailure(ExitCode.USAGE, told(invalid));
        };
    }

    Optional<Path> file() {
        return file;
    }

    private static String told(Loaded.Invalid invalid) {
        var count = invalid.problems().size();
        return invalid.problems().stream()
                .map(Problem::toString)
                .collect(Collectors.joining(
                        "\n  ",
                        "the configuration has %s:\n  ".formatted(count == 1 ? "a problem" : count + " problems"),
                        ""));
    }
}
