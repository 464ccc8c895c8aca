package dev.sentinel.lab.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The scenarios that come with the program. */
public final class Shipped {
    private static final String FOLDER = "/dev/sentinel/lab/scenarios/";

    private Shipped() {}

    /** Their names, the most telling first. */
    public static List<String> names() {
        return resource("list").lines().filter(line -> !line.isBlank()).toList();
    }

    /** One of them; empty when there is none of that name. */
    public static Optional<Scenario> find(String name) {
        return names().contains(name) ? Optional.of(read(name)) : Optional.empty();
    }

    private static Scenario read(String name) {
        return switch (ScenarioReader.read(name + ".yaml", resource(name + ".yaml"))) {
            case ScenarioReading.Good good -> good.scenario();
            case ScenarioReading.Bad bad ->
                throw new IllegalStateException("a scenario of the program is wrong: " + bad.problems());
        };
    }

    private static String resource(String name) {
        try (InputStream stream = Shipped.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null) {
                throw new IllegalStateException("the program lacks its scenarios: no " + FOLDER + name);
            }
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
