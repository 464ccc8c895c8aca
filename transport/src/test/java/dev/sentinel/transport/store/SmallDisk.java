package dev.sentinel.transport.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sentinel.harness.FullDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real little disk that a test can fill, make read-only and take away; needs the right to mount. */
public final class SmallDisk implements AutoCloseable {
    private final FullDisk disk;
    private final Path folder;
    private int fillers;

    private SmallDisk(FullDisk disk) {
        this.disk = disk;
        this.folder = disk.path();
    }

    /** Skips the test where no disk can be mounted; what SQLite does at its own limit is tested everywhere. */
    public static SmallDisk mounted(int mib) {
        Optional<FullDisk> disk = FullDisk.mount(mib);
        assumeTrue(disk.isPresent(), "A disk that can be filled needs the right to mount one: run the tests as root");
        return new SmallDisk(disk.orElseThrow());
    }

    public Path folder() {
        return folder;
    }

    public void fill() {
        Path filler = folder.resolve("filler-" + fillers++);
        byte[] block = new byte[4096];
        try (var out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            // This is what filling means.
            return;
        }
    }

    public void free() {
        try {
            for (int i = 0; i < fillers; i++) {
                Files.deleteIfExists(folder.resolve("filler-" + i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void makeReadOnly() {
        run("mount", "-o", "remount,ro", folder.toString());
    }

    @Override
    public void close() {
        disk.close();
    }

    private static void run(String... command) {
        try {
            List<String> full = new ArrayList<>(List.of(command));
            Process process = new ProcessBuilder(full).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(full + " failed: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
