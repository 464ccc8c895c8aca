package dev.sentinel.collectors.host.edge;

import dev.sentinel.collectors.host.TsdbFolder;
import dev.sentinel.collectors.machine.HostRoot;
import dev.sentinel.collectors.running.Unreachable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists the data folder of a Prometheus: names only, nothing in it is opened. */
record DataFolders(HostRoot root) {
    /** More segments than a head of weeks has. */
    private static final int MOST = 100_000;
    /** A Prometheus that scrapes writes its log all the time. */
    private static final Duration RECENTLY = Duration.ofMinutes(3);

    TsdbFolder list(Path folder, Instant now) throws IOException {
        Path here = root.at(folder.toString());
        Path wal = here.resolve("wal");
        if (!Files.isDirectory(here)) {
            if (!Files.exists(here) && Files.isReadable(here.getParent() == null ? here : here.getParent())) {
                throw new NoSuchFileException(
                        folder.toString(), null, "the data folder is not there; correct the path, or mount it");
            }
            throw forbidden(folder);
        }
        return new TsdbFolder(
                folder.toString(), names(wal), names(here.resolve("chunks_head")), isInUse(here, wal, now));
    }

    private static List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path each : entries) {
                if (names.size() >= MOST) {
                    throw new IOException("%s has more than %d entries; it is no such folder".formatted(folder, MOST));
                }
                names.add(each.getFileName().toString());
            }
        } catch (NoSuchFileException absent) {
            // A new database has none yet.
        } catch (AccessDeniedException e) {
            throw forbidden(folder);
        }
        return names;
    }

    private static Unreachable forbidden(Path folder) {
        return Unreachable.forbidden(
                "list " + folder,
                ("%s cannot be listed; run as root, in the group of the folder, or with the capability DAC_READ_SEARCH;"
                                + " in a container mount it (hostPath, read-only)")
                        .formatted(folder));
    }

    /** It holds its lock, or, where it is told to take none, has written lately. */
    private boolean isInUse(Path here, Path wal, Instant now) throws IOException {
        Path lock = here.resolve("lock");
        if (Files.exists(lock) && isLocked(lock)) {
            return true;
        }
        Instant latest = Instant.EPOCH;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(wal, "[0-9]*")) {
            for (Path each : entries) {
                Instant written = Files.getLastModifiedTime(each).toInstant();
                latest = written.isAfter(latest) ? written : latest;
            }
        } catch (NoSuchFileException absent) {
            return false;
        }
        return latest.plus(RECENTLY).isAfter(now);
    }

    private boolean isLocked(Path lock) throws IOException {
        Map<String, Object> found = Files.readAttributes(lock, "unix:dev,ino");
        long device = ((Number) found.getOrDefault("dev", 0L)).longValue();
        String suffix = ":%d ".formatted(((Number) found.getOrDefault("ino", 0L)).longValue());
        String place = "%02x:%02x".formatted((device >> 8) & 0xfff, (device & 0xff) | ((device >> 12) & ~0xffL));
        return Files.readString(root.at("/proc/locks"), StandardCharsets.UTF_8)
                .lines()
                .anyMatch(line -> line.contains(" " + place + suffix));
    }
}
