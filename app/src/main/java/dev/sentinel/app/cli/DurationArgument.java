package dev.sentinel.app.cli;

import dev.sentinel.app.config.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time, written as in the configuration. */
final class DurationArgument implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return Durations.read(text)
                .filter(Duration::isPositive)
                .orElseThrow(() -> new TypeConversionException(
                        "\"%s\" is not a duration; write one like 30m, 2h or 3d".formatted(text)));
    }
}
