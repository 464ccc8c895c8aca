package dev.sentinel.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/configuration.md to what the program really reads. */
final class ReferenceTest {
    private static final Path REFERENCE =
            Path.of(System.getProperty("sentinel.root", "..")).resolve("docs/configuration.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| (?:`([^`]*)`|([a-z]+)) \\|");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

    @Test
    void the_reference_lists_every_key_with_its_default_and_no_other() throws IOException {
        assertThat(documented()).containsExactlyEntriesOf(effective());
    }

    @Test
    void the_examples_of_the_reference_hold_only_keys_that_exist() throws IOException {
        var examples = EXAMPLE.matcher(Files.readString(REFERENCE))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(examples)
                .hasSizeGreaterThan(1)
                .allSatisfy(example -> assertThat(unknownKeys(example)).isEmpty());
    }

    private static Map<String, String> documented() throws IOException {
        return ROW.matcher(Files.readString(REFERENCE))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), ReferenceTest::defaultOf, (first, second) -> second, LinkedHashMap::new));
    }

    private static String defaultOf(MatchResult row) {
        return Optional.ofNullable(row.group(2)).orElseGet(() -> row.group(3));
    }

    private static Map<String, String> effective() {
        return switch (new ConfigReader(new Surroundings(Path.of(""), Optional.empty())).defaults()) {
            case Loaded.Valid valid ->
                valid.settings().stream()
                        .collect(Collectors.toMap(
                                Setting::key, Setting::value, (first, second) -> second, LinkedHashMap::new));
            case Loaded.Invalid invalid ->
                throw new AssertionError(invalid.problems().toString());
        };
    }

    private static List<String> unknownKeys(String example) throws IOException {
        var file = Files.createTempFile("example", ".yaml");
        try {
            return switch (new ConfigReader(new Surroundings(Path.of(""), Optional.empty()))
                    .read(Files.writeString(file, example))) {
                case Loaded.Valid valid -> List.of();
                // The files an example names do not exist here; its words must.
                case Loaded.Invalid invalid ->
                    invalid.problems().stream()
                            .map(Problem::what)
                            .filter(what -> !what.contains("does not exist"))
                            .toList();
            };
        } finally {
            Files.delete(file);
        }
    }
}
