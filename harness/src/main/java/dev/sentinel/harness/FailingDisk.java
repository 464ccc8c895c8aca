package dev.sentinel.harness;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A small real disk (ext4 on a loop device) that runs full, and that can die under the processes which use it. */
public final class FailingDisk implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LEAST_MIB = 8;

    // EXT4_IOC_SHUTDOWN without flushing the journal: from then on everything but closing ends in an I/O error (EIO),
    // as
    // when the device is gone. Perl, because Java cannot send an ioctl and Debian always has Perl.
    private static final String SHUTDOWN = """
            open(my $disk, '<', $ARGV[0]) or die "open: $!\\n";
            my $flag = pack('L', 2);
            ioctl($disk, 0x8004587D, $flag) or die "ioctl: $!\\n";
            """;

    private final Path path;
    private final Path image;

    private FailingDisk(Path path, Path image) {
        this.path = path;
        this.image = image;
    }

    /** Why this user or this machine can have no such disk, for a test to say when it is skipped; empty when it can. */
    public static Optional<String> whyNot() {
        try (FailingDisk disk = mount(LEAST_MIB)) {
            disk.fail();
            return Optional.empty();
        } catch (IllegalStateException | UncheckedIOException e) {
            return Optional.of("no disk that can fail: " + e.getMessage());
        }
    }

    /** Makes and mounts a disk of that many MiB, some of which the file system needs for itself. */
    public static FailingDisk mount(int mib) {
        Path image = Scratch.ofThisJvm().newFolder("image").resolve("ext4");
        // The name under which the scratch folder knows what to unmount when this JVM could not.
        Path path = Scratch.ofThisJvm().newFolder("disk");
        FailingDisk disk = new FailingDisk(path, image);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) Math.max(LEAST_MIB, mib) << 20);
            must("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
            disk.attach();
            return disk;
        } catch (IOException e) {
            disk.forget();
            throw new UncheckedIOException("cannot write " + image, e);
        } catch (IllegalStateException | UncheckedIOException e) {
            disk.forget();
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    /** From now on every read, write, sync and open ends in an I/O error, also in files that are already open. */
    public void fail() {
        must("perl", "-e", SHUTDOWN, path.toString());
    }

    /** Puts the disk back, with what had reached it; files opened before stay broken. */
    public void repair() {
        must("umount", "-l", path.toString());
        attach();
    }

    /** Unmounts, even while files on it are still open; the loop device goes with the last of them. */
    @Override
    public void close() {
        if (Files.exists(path)) {
            must("umount", "-l", path.toString());
            forget();
        }
    }

    private void attach() {
        // "loop" lets the kernel free the device by itself once nobody uses it any more, whatever becomes of us.
        must("mount", "-t", "ext4", "-o", "loop", image.toString(), path.toString());
        must("chmod", "0777", path.toString());
    }

    private void forget() {
        path.toFile().delete();
        Scratch.delete(image.resolveSibling(""));
    }

    private static void must(String... words) {
        Command.Outcome outcome = Command.run(LIMIT, List.of(words));
        if (!outcome.succeeded()) {
            throw new IllegalStateException(words[0] + " " + words[words.length - 1] + ": " + outcome.output());
        }
    }
}
