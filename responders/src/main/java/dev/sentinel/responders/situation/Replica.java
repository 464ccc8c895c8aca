package dev.sentinel.responders.situation;

import java.time.Instant;
import java.util.Optional;

/** One copy of a volume, with the times that say what it is worth. */
public record Replica(
        String name,
        String uid,
        String node,
        String diskUuid,
        Mode mode,
        boolean active,
        Optional<Instant> healthyAt,
        Optional<Instant> failedAt,
        Optional<Instant> lastHealthyAt,
        Optional<Instant> lastFailedAt) {

    /** What the engine says of it. */
    public enum Mode {
        READS_AND_WRITES,
        /** It is being filled. */
        WRITES_ONLY,
        ERROR,
        /** No engine speaks of it. */
        NONE
    }

    /** Longhorn's own rule for a copy that may be the last one (isSafeAsLastReplica). */
    public boolean isSafeAlone() {
        return active
                && failedAt.isEmpty()
                && healthyAt.isPresent()
                && (lastFailedAt.isEmpty()
                        || lastHealthyAt
                                .filter(healthy -> healthy.isAfter(lastFailedAt.get()))
                                .isPresent());
    }
}
