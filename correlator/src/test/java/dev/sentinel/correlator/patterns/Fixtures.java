package dev.sentinel.correlator.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.yaml.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The patterns beside the tests. */
final class Fixtures {
    static final List<String> NAMES = List.of("new-node-poisons-telemetry", "site-silent", "volume-stalled");

    private Fixtures() {}

    static String text(String name) {
        try (var in = Objects.requireNonNull(Fixtures.class.getResourceAsStream(name + ".yaml"), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Pattern good(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Good.class);
        return ((Reading.Good) reading).pattern();
    }

    static List<String> bad(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Bad.class);
        return ((Reading.Bad) reading)
                .problems().stream().map(Problem::toString).toList();
    }
}
