package dev.sentinel.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder in which this JVM keeps what its servers need, with the ids of their processes, so that all of it can be
 * removed whatever becomes of the JVM.
 *
 * <p>Three nets, one under the other: a server's own {@code close}; a shell that waits for the end of this JVM, however it
 * comes, then kills and deletes; and, when even that shell was killed, the next JVM that comes along.
 */
final class Scratch {
    private static final String PREFIX = "sentinel-harness-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-(\\d+)");
    private static final Duration SAME_START = Duration.ofSeconds(2);

    // The pipe to its standard input closes when this JVM ends; signals meant for the JVM's process group do not reach
    // it.
    private static final String REAPER = """
            trap '' INT TERM HUP QUIT
            cat > /dev/null
            for pid in "$1"/pids/*; do kill -9 "${pid##*/}"; done
            for disk in "$1"/disk-*; do umount -l "$disk"; done
            for attempt in 1 2 3 4 5; do rm -rf "$1" && exit; sleep 1; done
            """;

    private final Path root;
    private final AtomicInteger folders = new AtomicInteger();

    private Scratch(Path root) {
        this.root = root;
    }

    /** The scratch folder of this JVM: one, because it stands for the JVM's own life. */
    static Scratch ofThisJvm() {
        return Holder.INSTANCE;
    }

    private static final class Holder {
        private static final Scratch INSTANCE = open(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static Scratch open(Path parent) {
        try {
            sweep(parent);
            ProcessHandle me = ProcessHandle.current();
            Path root = parent.resolve(PREFIX + me.pid() + "-" + startMillis(me));
            Files.createDirectories(root.resolve("pids"));
            // PostgreSQL refuses to run as root, so another user must be able to pass through to the folder it owns.
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
            new ProcessBuilder("sh", "-c", REAPER, "reaper", root.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Scratch(root);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare a folder for test servers in " + parent, e);
        }
    }

    Path newFolder(String name) {
        try {
            return Files.createDirectory(root.resolve(name + "-" + folders.incrementAndGet()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a folder for " + name + " in " + root, e);
        }
    }

    /** Remembers a process until it ends, so that it cannot outlive this JVM. */
    void track(Process process) {
        Path entry = root.resolve("pids").resolve(Long.toString(process.pid()));
        try {
            Files.writeString(entry, Long.toString(startMillis(process.toHandle())));
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException("cannot note a process in " + root + ", so it was stopped", e);
        }
        var unused = process.onExit().thenRun(() -> entry.toFile().delete());
    }

    static void delete(Path folder) {
        // Processes that were just killed may still be writing; rm reports that and the next attempt gets it.
        for (int attempt = 0; attempt < 3; attempt++) {
            if (Command.run(Duration.ofMinutes(1), List.of("rm", "-rf", folder.toString()))
                    .succeeded()) {
                return;
            }
        }
    }

    private static void sweep(Path parent) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : found) {
                Matcher name = NAME.matcher(folder.getFileName().toString());
                if (name.matches() && !isAlive(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)))) {
                    bury(folder);
                }
            }
        }
    }

    private static void bury(Path folder) throws IOException {
        if (!Files.isWritable(folder)) {
            return; // another user's: not ours to clean up
        }
        try (DirectoryStream<Path> disks = Files.newDirectoryStream(folder, "disk-*")) {
            for (Path disk : disks) {
                Command.run(Duration.ofSeconds(10), List.of("umount", "-l", disk.toString()));
            }
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.resolve("pids"))) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                if (isAlive(pid, Long.parseLong(Files.readString(entry)))) {
                    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        }
        delete(folder);
    }

    /** Whether the process with this id is still the one that started then, and not a later one with the same id. */
    private static boolean isAlive(long pid, long startMillis) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> Math.abs(startMillis(process) - startMillis) <= SAME_START.toMillis())
                .isPresent();
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
