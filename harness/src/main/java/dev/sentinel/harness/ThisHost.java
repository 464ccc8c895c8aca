package dev.sentinel.harness;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The machine on which the tests run. */
final class ThisHost implements Debian.Host {
    private static final List<String> USUAL =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin", "/opt/homebrew/bin");

    private static final Duration INSTALLED = Duration.ofMinutes(15);

    @Override
    public List<Path> programFolders() {
        List<Path> folders = new ArrayList<>();
        // Before the PATH: the rabbitmq-server found there is a wrapper that insists on the machine's own user and
        // folders.
        folders.add(Path.of("/usr/lib/rabbitmq/bin"));
        folders.addAll(postgresFolders());
        String path = System.getenv("PATH") == null ? "" : System.getenv("PATH");
        Stream.concat(Stream.of(path.split(File.pathSeparator)), USUAL.stream())
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .distinct()
                .forEach(folders::add);
        return folders;
    }

    /** Debian keeps each major version apart; the newest comes first. */
    private static List<Path> postgresFolders() {
        List<Path> installed = new ArrayList<>();
        Path versions = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(versions)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(versions, "[0-9]*")) {
                found.forEach(installed::add);
            } catch (IOException unreadable) {
                return List.of();
            }
        }
        return installed.stream()
                .sorted(Comparator.comparingInt(ThisHost::majorVersion).reversed())
                .map(folder -> folder.resolve("bin"))
                .toList();
    }

    private static int majorVersion(Path folder) {
        String version = folder.getFileName().toString();
        return version.matches("\\d{1,4}") ? Integer.parseInt(version) : 0;
    }

    @Override
    public boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Override
    public Command.Outcome run(Duration limit, List<String> words) {
        return Command.run(limit, words);
    }

    @Override
    public void awaitInstalled() {
        // There since the first installation after the last start of the machine.
        if (Files.exists(Debian.LOCK)) {
            Command.run(INSTALLED, List.of("flock", "-s", Debian.LOCK.toString(), "true"));
        }
    }

    @Override
    public void say(String message) {
        PrintStream console = System.err;
        console.println(message);
    }
}
