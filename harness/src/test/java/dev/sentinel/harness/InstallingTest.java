package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script that installs, over an apt-get of our own: it notes what it is asked for. */
@Timeout(300)
class InstallingTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @BeforeEach
    void needsFlock() {
        assumeTrue(Debian.onThisMachine().find("flock").isPresent(), "flock is not here, as on other systems");
    }

    @Test
    void of_two_who_install_the_second_waits_for_the_first() throws Exception {
        apt("case $command in install) while [ ! -e go ]; do sleep 0.01; done;; esac");
        Process first = install("one");
        await(() -> asked().equals(List.of("install one")));

        Process second = install("two");
        await(() -> second.descendants().anyMatch(InstallingTest::waitsForLock));
        assertThat(asked()).containsExactly("install one");
        Files.createFile(folder.resolve("go"));

        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();
        assertThat(asked()).containsExactly("install one", "done", "install two", "done");
        assertThat(folder.resolve("policy")).doesNotExist();
    }

    @Test
    void lists_that_lack_something_are_fetched_and_it_is_tried_once_more() throws Exception {
        apt("case $command in update) touch fetched;; "
                + "install) [ -e fetched ] || { echo 'E: There were unauthenticated packages'; exit 100; };; esac");

        assertThat(install("one").waitFor()).isZero();

        assertThat(asked()).containsExactly("install one", "update", "done", "install one", "done");
    }

    @Test
    void what_apt_said_last_is_the_last_word() throws Exception {
        apt("echo \"E: nothing works: $command\"; exit 100");

        Process process = install("one");

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .endsWith("E: nothing works: install");
        assertThat(process.waitFor()).isEqualTo(100);
        assertThat(asked()).containsExactly("install one", "update", "install one");
    }

    @Test
    void forbids_services_while_it_installs_and_leaves_the_word_of_another() throws Exception {
        apt("cat policy >> asked");
        Files.writeString(folder.resolve("policy"), "mine\n");

        assertThat(install("one").waitFor()).isZero();
        assertThat(folder.resolve("policy")).hasContent("mine");

        Files.delete(folder.resolve("policy"));
        assertThat(install("two").waitFor()).isZero();
        assertThat(asked()).containsSequence("install two", "#!/bin/sh", "exit 101", "done");
        assertThat(folder.resolve("policy")).doesNotExist();
    }

    private void apt(String work) throws IOException {
        String script = """
                #!/bin/sh
                cd '%s'
                for word; do case $word in install | update) command=$word;; esac; last=$word; done
                [ "$command" = "$last" ] && echo "$command" >> asked || echo "$command $last" >> asked
                %s
                echo done >> asked
                """.formatted(folder, work);
        Path file = Files.writeString(folder.resolve("apt-get"), script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Process install(String name) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Debian.installing(folder.resolve("lock"), folder.resolve("policy"), List.of(name)))
                .redirectErrorStream(true);
        builder.environment().merge("PATH", folder.toString(), (path, ours) -> ours + ":" + path);
        return builder.start();
    }

    private static boolean waitsForLock(ProcessHandle process) {
        return process.info()
                .command()
                .filter(program -> program.endsWith("flock"))
                .isPresent();
    }

    private List<String> asked() {
        try {
            Path notes = folder.resolve("asked");
            return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        assertThat(Deadline.in(LONG).await(condition)).isTrue();
    }
}
