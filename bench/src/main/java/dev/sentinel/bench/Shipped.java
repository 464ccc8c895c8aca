package dev.sentinel.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.correlator.patterns.PatternReader;
import dev.sentinel.correlator.patterns.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The patterns that ship. */
public final class Shipped {
    static final String HEADLINE = "new-node-poisons-telemetry";
    private static final String FOLDER = "/dev/sentinel/correlator/patterns/";

    private Shipped() {}

    /** Which of them are loaded. */
    public enum Choice {
        /** The headline alone. */
        HEADLINE_ONLY,
        /** The headline without its suspicions: it tells only what other engines would, that a sequence is complete. */
        WITHOUT_SUSPICION,
        /** All that ship. */
        ALL;

        List<Pattern> patterns() {
            var reader = new PatternReader();
            return switch (this) {
                case HEADLINE_ONLY -> List.of(read(reader, HEADLINE + ".yaml", text(HEADLINE + ".yaml")));
                case WITHOUT_SUSPICION ->
                    List.of(read(
                            reader,
                            HEADLINE + ".yaml",
                            text(HEADLINE + ".yaml").replaceFirst("(?m)^suspect: .*$", "")));
                case ALL ->
                    text("list")
                            .lines()
                            .filter(name -> !name.isBlank())
                            .map(name -> read(reader, name, text(name)))
                            .toList();
            };
        }
    }

    private static Pattern read(PatternReader reader, String name, String text) {
        return switch (reader.read(name, text)) {
            case Reading.Good good -> good.pattern();
            case Reading.Bad bad -> throw new IllegalStateException(name + " cannot be read: " + bad.problems());
        };
    }

    private static String text(String name) {
        try (InputStream stream = PatternReader.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null) {
                throw new IllegalStateException("the correlator lacks " + FOLDER + name);
            }
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
