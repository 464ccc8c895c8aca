package dev.sentinel.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretFileTest {
    @TempDir
    Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("password");
    }

    @Test
    void the_line_end_of_an_editor_is_not_part_of_the_password() throws IOException {
        assertThat(SecretFile.read(holding("open sesame\n", "rw-r-----")))
                .isInstanceOfSatisfying(
                        Parsed.Good.class,
                        good -> assertThat(((Secret) good.value()).reveal()).isEqualTo("open sesame"));
    }

    @Test
    void a_secret_shows_itself_to_nobody_by_accident() {
        assertThat("%s".formatted(new Secret("open sesame"))).isEqualTo("(hidden)");
    }

    @Test
    void a_missing_file_is_told_with_how_to_make_it() {
        assertThat(faults())
                .containsExactly(file + " does not exist; create it with the secret as its only line, mode 600");
    }

    @Test
    void a_file_open_to_everybody_is_refused_with_the_command_that_closes_it() throws IOException {
        holding("open sesame", "rw-r--r--");
        assertThat(faults())
                .containsExactly("%s can be read by everybody on this machine (rw-r--r--); run: chmod 600 %s"
                        .formatted(file, file));
    }

    @Test
    void an_empty_file_is_no_password() throws IOException {
        holding("\n", "rw-------");
        assertThat(faults()).containsExactly(file + " is empty; write the secret into it as its only line");
    }

    @Test
    void a_folder_is_no_password() throws IOException {
        Files.createDirectory(file);
        assertThat(faults()).containsExactly(file + " is a folder; name the file that holds the secret");
    }

    @Test
    void a_large_file_is_no_password() throws IOException {
        holding("x".repeat(4097), "rw-------");
        assertThat(faults())
                .containsExactly(file + " holds more than 4096 bytes, which is no password; check the path");
    }

    @Test
    void a_name_no_file_can_have_is_told_as_the_system_tells_it() {
        file = folder.resolve("x".repeat(300));
        assertThat(faults()).singleElement().asString().contains("cannot be looked at", "too long", "check its owner");
    }

    @Test
    void a_file_that_fails_while_it_is_read_is_told_as_the_system_tells_it() {
        // Nothing is mapped at address 0, so the kernel answers with an I/O error.
        file = Path.of("/proc/self/mem");
        assertThat(faults())
                .containsExactly("/proc/self/mem cannot be read (Input/output error); check its owner and mode");
    }

    private Path holding(String text, String mode) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private List<String> faults() {
        return switch (SecretFile.read(file)) {
            case Parsed.Good<Secret> good -> List.of();
            case Parsed.Wrong<Secret> wrong ->
                wrong.faults().stream().map(Parsed.Fault::why).toList();
        };
    }
}
