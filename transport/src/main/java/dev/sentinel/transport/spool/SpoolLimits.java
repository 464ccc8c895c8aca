package dev.sentinel.transport.spool;

import dev.sentinel.v1.Severity;
import java.time.Duration;

/**
 * The bounds of a spool.
 *
 * @param maxBytes size of all waiting events; the files are somewhat larger
 * @param maxRecords number of all waiting events
 * @param memoryBytes size of the events that may wait in memory while no disk takes them
 * @param shares up to which fill each severity is taken in
 * @param stall how long the disk may take for a commit before the spool goes elsewhere
 * @param probe how long the spool waits before it tries a failed disk again
 */
public record SpoolLimits(
        long maxBytes, long maxRecords, long memoryBytes, Shares shares, Duration stall, Duration probe) {

    /** The fill, between 0 and 1, above which a severity is refused; critical events may use all of it. */
    public record Shares(double info, double warning, double error) {
        public Shares {
            boolean ordered = 0 < info && info <= warning && warning <= error && error <= 1;
            if (!ordered) {
                throw new IllegalArgumentException("Shares must rise from info over warning to error, within 0 and 1");
            }
        }

        double of(Severity severity) {
            return switch (severity) {
                case SEVERITY_UNSPECIFIED, SEVERITY_INFO, UNRECOGNIZED -> info;
                case SEVERITY_WARNING -> warning;
                case SEVERITY_ERROR -> error;
                case SEVERITY_CRITICAL -> 1;
            };
        }
    }

    public SpoolLimits {
        if (maxBytes < 1 || maxRecords < 1 || memoryBytes < 1 || !stall.isPositive() || !probe.isPositive()) {
            throw new IllegalArgumentException("A spool needs room for one event, and some patience");
        }
    }

    public static SpoolLimits defaults() {
        return new SpoolLimits(
                256L << 20,
                1_000_000,
                32L << 20,
                new Shares(0.70, 0.85, 0.95),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10));
    }

    public SpoolLimits withMaxBytes(long bytes) {
        return new SpoolLimits(bytes, maxRecords, memoryBytes, shares, stall, probe);
    }
}
