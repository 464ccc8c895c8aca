package dev.sentinel.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A file system so small that a test can fill it. */
public final class FullDisk implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path path;

    private FullDisk(Path path) {
        this.path = path;
    }

    /**
     * Mounts a file system of that many MiB; empty when this user or this machine may not mount, which a caller must treat
     * as a failure of the test or say loudly.
     */
    public static Optional<FullDisk> mount(int mib) {
        Path path = Scratch.ofThisJvm().newFolder("disk");
        Command.Outcome outcome = Command.run(
                LIMIT,
                List.of("mount", "-t", "tmpfs", "-o", "size=" + mib + "m,mode=0777", "harness", path.toString()));
        if (outcome.succeeded()) {
            return Optional.of(new FullDisk(path));
        }
        path.toFile().delete();
        return Optional.empty();
    }

    public Path path() {
        return path;
    }

    /** Unmounts, even while files on it are still open. */
    @Override
    public void close() {
        if (!Files.exists(path)) {
            return;
        }
        Command.Outcome outcome = Command.run(LIMIT, List.of("umount", "-l", path.toString()));
        if (!outcome.succeeded()) {
            throw new IllegalStateException("cannot unmount " + path + ": " + outcome.output());
        }
        path.toFile().delete();
    }
}
