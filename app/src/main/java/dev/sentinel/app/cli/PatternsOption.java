package dev.sentinel.app.cli;

import dev.sentinel.correlator.patterns.PatternSet;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** {@code --patterns DIR}, for commands that show patterns. */
final class PatternsOption {
    @Option(
            names = "--patterns",
            paramLabel = "DIR",
            description = "A folder of your own patterns, beside those that ship.")
    private Optional<Path> folder = Optional.empty();

    PatternSet load() {
        var own = folder.map(PatternsSource::of).orElseGet(TreeMap::new);
        return PatternsSource.read(PatternsSource.together(own));
    }
}
