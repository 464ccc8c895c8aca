package dev.sentinel.correlator.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.correlator.patterns.PatternSet;
import dev.sentinel.correlator.patterns.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PatternLibraryTest {

    @TempDir
    Path folder = Path.of("");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    // A set is named after its texts, and a text with the word "wrong" is.
    private final PatternReading reading = texts -> texts.values().stream().anyMatch(text -> text.contains("wrong"))
            ? new PatternSet.Outcome.Bad(List.of(new Problem(texts.lastKey(), 3, "is wrong")))
            : new PatternSet.Outcome.Good(new PatternSet(List.of(), String.join("+", texts.values())), List.of());

    @Test
    void the_users_patterns_stand_beside_the_shipped_ones() throws IOException {
        write("own.yaml", "own");
        write("own.tests.yaml", "tests");
        write("notes.txt", "notes");
        try (PatternLibrary library = open()) {
            assertThat(library.inForce().fingerprint()).isEqualTo("own+shipped");
        }
    }

    @Test
    void a_file_of_the_same_name_takes_the_place_of_a_shipped_one() throws IOException {
        write("shipped.yaml", "mine");
        try (PatternLibrary library = open()) {
            assertThat(library.inForce().fingerprint()).isEqualTo("mine");
        }
    }

    @Test
    void a_change_is_seen_and_a_wrong_one_is_refused_until_it_is_right() throws IOException {
        write("own.yaml", "own");
        try (PatternLibrary library = open()) {
            write("own.yaml", "wrong");
            library.look();
            library.look();
            assertThat(library.inForce().fingerprint()).isEqualTo("own+shipped");
            assertThat(refused()).isEqualTo(1);
            assertThat(registry.get("sentinel.correlator.patterns.refusals")
                            .counter()
                            .count())
                    .isEqualTo(1);
            write("own.yaml", "better");
            library.look();
            assertThat(library.inForce().fingerprint()).isEqualTo("better+shipped");
            assertThat(refused()).isZero();
        }
    }

    @Test
    void a_folder_that_goes_away_changes_nothing() throws IOException {
        Path file = write("own.yaml", "own");
        try (PatternLibrary library = open()) {
            Files.delete(file);
            Files.delete(folder);
            library.look();
            assertThat(library.inForce().fingerprint()).isEqualTo("own+shipped");
            assertThat(refused()).isEqualTo(1);
            Files.createDirectory(folder);
            write("own.yaml", "own");
            library.look();
            assertThat(refused()).isZero();
        }
    }

    @Test
    void mistakes_at_the_start_leave_the_shipped_patterns_in_force() throws IOException {
        write("own.yaml", "wrong");
        try (PatternLibrary library = open()) {
            assertThat(library.inForce().fingerprint()).isEqualTo("shipped");
            assertThat(refused()).isEqualTo(1);
        }
    }

    private PatternLibrary open() {
        var shipped = new TreeMap<String, String>();
        shipped.put("shipped.yaml", "shipped");
        return PatternLibrary.open(reading, shipped, Optional.of(folder), registry);
    }

    private double refused() {
        return registry.get("sentinel.correlator.patterns.refused").gauge().value();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
