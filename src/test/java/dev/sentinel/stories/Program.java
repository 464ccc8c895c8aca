package dev.sentinel.stories;

import dev.sentinel.harness.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The program as it is delivered: its jar beside its libraries. */
final class Program {

    private static final Path ROOT = Path.of(System.getProperty("sentinel.root"));
    // Stdout is for data; the virtual machine would write there what it thinks of an archive.
    private static final String SILENT = "-Xlog:disable";

    private Program() {}

    static ChildJvm start(List<String> arguments) {
        return start(List.of(SILENT, "-XX:SharedArchiveFile=" + Archive.FILE), arguments);
    }

    private static ChildJvm start(List<String> options, List<String> arguments) {
        return ChildJvm.startJar(ROOT.resolve("app/target/sentinel.jar"), options, arguments);
    }

    /**
     * The classes of the program, as its launcher keeps them too: a third of what a start costs is loading them, and the
     * stories start it dozens of times. Made by the first story that starts it; the others wait.
     */
    private static final class Archive {
        private static final Duration LONGEST = Duration.ofMinutes(5);
        private static final Path FILE = made(ROOT.resolve("src/target/sentinel.jsa"));

        private static Path made(Path file) {
            try {
                Files.deleteIfExists(file);
                Path folder = Files.createTempDirectory("rehearsal");
                ChildJvm rehearsal = start(
                        List.of(SILENT, "-XX:ArchiveClassesAtExit=" + file),
                        List.of(
                                "run",
                                "--until-ready",
                                "-c",
                                Home.embedded(folder).configuration().toString()));
                try (rehearsal) {
                    // Only speed is lost when this fails; the stories will say what is wrong.
                    rehearsal.exitCode(LONGEST);
                }
                delete(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return file;
        }

        private static void delete(Path folder) throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
