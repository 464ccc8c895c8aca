package dev.sentinel.transport.store;

import java.time.Duration;

/**
 * The bounds of a store.
 *
 * @param queue writes that may wait for the writer
 * @param group writes that may share one commit
 * @param patience how long a caller waits for room in the queue, and for a connection
 * @param readers reads that may run at the same time
 * @param maxBytes how large a SQLite file may grow; PostgreSQL is bounded by its own administrator
 */
public record StoreLimits(int queue, int group, Duration patience, int readers, long maxBytes) {
    private static final long SMALLEST_FILE = 64 * 1024;

    public StoreLimits {
        if (queue < 1 || group < 1 || readers < 1 || !patience.isPositive() || maxBytes < SMALLEST_FILE) {
            throw new IllegalArgumentException(
                    "A store needs room for one write, one reader, some patience and 64 KiB");
        }
    }

    public static StoreLimits defaults() {
        return new StoreLimits(10_000, 256, Duration.ofSeconds(5), 4, 64L << 30);
    }

    public StoreLimits withReaders(int count) {
        return new StoreLimits(queue, group, patience, count, maxBytes);
    }

    public StoreLimits withMaxBytes(long bytes) {
        return new StoreLimits(queue, group, patience, readers, bytes);
    }
}
