package dev.sentinel.correlator.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.correlator.patterns.PatternSet;
import dev.sentinel.yaml.Problem;
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

    @Test
    void the_shipped_patterns_are_in_force_with_conditions_that_wait_for_their_first_event() {
        try (PatternLibrary library = PatternLibrary.open(Optional.empty(), registry)) {
            assertThat(library.inForce().patterns()).hasSizeGreaterThan(20);
            library.inForce().prepare();
            assertThat(registry.get("sentinel.correlator.patterns").gauge().value())
                    .isEqualTo(library.inForce().patterns().size());
        }
    }

    @Test
    void who_waits_for_the_first_reading_is_told_that_it_failed() {
        PatternReading fails = texts -> new PatternSet.Outcome.Bad(List.of(new Problem("shipped.yaml", 3, "is wrong")));
        var readings = new PatternLibrary.Readings(fails, reading);
        try (PatternLibrary library = PatternLibrary.open(readings, new TreeMap<>(), Optional.empty(), registry)) {
            assertThatThrownBy(library::inForce)
                    .hasMessageContaining("shipped.yaml")
                    .hasMessageContaining("is wrong");
        }
    }

    private PatternLibrary open() {
        var shipped = new TreeMap<String, String>();
        shipped.put("shipped.yaml", "shipped");
        var readings = new PatternLibrary.Readings(reading, reading);
        var library = PatternLibrary.open(readings, shipped, Optional.of(folder), registry);
        library.inForce();
        return library;
    }

    private double refused() {
        return registry.get("sentinel.correlator.patterns.refused").gauge().value();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
