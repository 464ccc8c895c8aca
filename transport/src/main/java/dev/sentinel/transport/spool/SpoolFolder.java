package dev.sentinel.transport.spool;

import dev.sentinel.transport.store.StoreFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder that holds files of the spool, claimed by this process. A file is named for its epoch. */
final class SpoolFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolFolder.class);
    private static final Pattern NAME = Pattern.compile("spool-(\\d{1,18})\\.db");
    private static final List<String> JOURNALS = List.of("", "-wal", "-shm", "-journal");

    private final Path path;
    private final FileChannel lock;

    private SpoolFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static SpoolFolder claim(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(path.resolve("spool.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new SpoolInUse(path);
            }
            return new SpoolFolder(path, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("The spool folder " + path + " cannot be used: " + e, e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // The other one is in this very process.
            return false;
        }
    }

    Path path() {
        return path;
    }

    /** Opens the files that are there, oldest first; a damaged one is moved aside for a person to look at. */
    List<FileSegment> existing(Shared shared) {
        List<FileSegment> segments = new ArrayList<>();
        for (Path file : files()) {
            try {
                segments.add(FileSegment.open(file, shared.nextNumber(), epoch(file), shared));
            } catch (StoreFault fault) {
                if (fault.kind() != StoreFault.Kind.CORRUPT) {
                    segments.forEach(FileSegment::close);
                    throw fault;
                }
                shared.movedAside().add(moveAside(file, shared.clock().millis(), fault));
            }
        }
        segments.forEach(segment -> shared.noteEpoch(segment.epoch()));
        return segments;
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The spool folder " + path + " cannot be read: " + e, e);
        }
    }

    private static long epoch(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }

    /** Makes a new file; nothing of it stays when that fails. */
    FileSegment fresh(Shared shared) {
        long epoch = shared.nextEpoch();
        Path file = path.resolve("spool-%d.db".formatted(epoch));
        boolean made = false;
        try {
            FileSegment segment = FileSegment.open(file, shared.nextNumber(), epoch, shared);
            made = true;
            return segment;
        } finally {
            if (!made) {
                delete(file);
            }
        }
    }

    static void delete(Path file) {
        try {
            for (String journal : JOURNALS) {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + journal));
            }
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("file", file).setCause(e).log("an empty spool file could not be deleted");
        }
    }

    private static Path moveAside(Path file, long millis, StoreFault fault) {
        String suffix = ".damaged-" + millis;
        try {
            for (String journal : JOURNALS) {
                Path part = file.resolveSibling(file.getFileName() + journal);
                if (Files.exists(part)) {
                    Files.move(part, part.resolveSibling(part.getFileName() + suffix));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The damaged spool file " + file + " cannot be moved aside: " + e, e);
        }
        Path aside = file.resolveSibling(file.getFileName() + suffix);
        LOG.atError().addKeyValue("file", aside).setCause(fault).log("a damaged spool file was moved aside");
        return aside;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("releasing the lock of the spool failed");
        }
    }
}
