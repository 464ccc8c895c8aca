package dev.sentinel.transport.spool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A folder that may not be usable yet, and the thread that may hang with its disk. That thread alone uses it once started. */
final class Site implements AutoCloseable {
    private final Path path;
    private final ScheduledExecutorService tender;
    private Optional<SpoolFolder> folder = Optional.empty();

    Site(Path path, String tender) {
        this.path = path;
        this.tender = thread(tender);
    }

    static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon(true).factory());
    }

    static void every(Duration pause, ScheduledExecutorService thread, Runnable task) {
        long millis = Math.max(1, pause.toMillis());
        var unused = thread.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    Path path() {
        return path;
    }

    ScheduledExecutorService tender() {
        return tender;
    }

    boolean holds(FileSegment segment) {
        return segment.file().startsWith(path);
    }

    boolean isClaimed() {
        return folder.isPresent();
    }

    /** Claims the folder if that was not possible before, and opens what lies in it. */
    List<FileSegment> claim(Shared shared) {
        if (folder.isPresent()) {
            return List.of();
        }
        SpoolFolder claimed = SpoolFolder.claim(path);
        boolean read = false;
        try {
            List<FileSegment> there = claimed.existing(shared);
            folder = Optional.of(claimed);
            read = true;
            return there;
        } finally {
            if (!read) {
                claimed.close();
            }
        }
    }

    FileSegment fresh(Shared shared) {
        return folder.orElseThrow().fresh(shared);
    }

    void stop() {
        tender.shutdownNow();
    }

    @Override
    public void close() {
        folder.ifPresent(SpoolFolder::close);
    }
}
