package dev.sentinel.app.cli;

import dev.sentinel.correlator.patterns.PatternSet;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The patterns that the configured program would use, or with {@code --patterns DIR} those of another folder. */
final class PatternsOption {

    @Mixin
    private final ConfigOption config;

    @Option(
            names = "--patterns",
            paramLabel = "DIR",
            description = "A folder of your own patterns, beside those that ship (default: patterns.dir of the"
                    + " configuration).")
    private Optional<Path> folder = Optional.empty();

    PatternsOption(ConfigOption config) {
        this.config = config;
    }

    PatternSet load() {
        var own = folder.or(() -> config.load().config().patterns().folder())
                .map(PatternsSource::of)
                .orElseGet(TreeMap::new);
        return PatternsSource.read(PatternsSource.together(own));
    }
}
