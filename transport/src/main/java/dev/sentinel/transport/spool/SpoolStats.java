package dev.sentinel.transport.spool;

import dev.sentinel.v1.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The spool in figures; taking them never waits for a disk.
 *
 * @param refused how many events were refused since the start, by severity
 * @param displaced how many lesser events made room for critical ones since the start
 * @param unreadable how many kept events turned out damaged when they were read
 * @param movedAside damaged files that were found at the start and put aside
 */
public record SpoolStats(
        long records,
        long bytes,
        Optional<Duration> oldestAge,
        Map<Severity, Long> refused,
        long displaced,
        long unreadable,
        List<Path> movedAside,
        Condition condition) {
    public SpoolStats {
        refused = Map.copyOf(refused);
        movedAside = List.copyOf(movedAside);
    }
}
