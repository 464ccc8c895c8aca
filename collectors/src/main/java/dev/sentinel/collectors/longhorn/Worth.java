package dev.sentinel.collectors.longhorn;

import dev.sentinel.v1.ReplicaClass;
import dev.sentinel.v1.ReplicaMode;
import java.time.Instant;
import java.util.Optional;

/** What a replica is worth (the table of domain page 1.5). */
final class Worth {
    private Worth() {}

    /**
     * The class of a replica.
     *
     * @param elsewhere whether another replica of the volume was ever good, so that an unmarked one is being filled from it
     */
    static ReplicaClass of(Known.Replica replica, ReplicaMode mode, boolean elsewhere) {
        Known.Moments moments = replica.moments();
        boolean onceGood = moments.healthyAt().isPresent();
        if (replica.node().isEmpty() || replica.disk().isEmpty()) {
            return ReplicaClass.REPLICA_CLASS_UNSCHEDULED;
        }
        if (moments.failedAt().isPresent() || mode == ReplicaMode.REPLICA_MODE_ERROR) {
            return onceGood ? ReplicaClass.REPLICA_CLASS_FAILED_ONCE_GOOD : ReplicaClass.REPLICA_CLASS_FAILED_SUSPECT;
        }
        if (mode == ReplicaMode.REPLICA_MODE_READ_WRITE) {
            return ReplicaClass.REPLICA_CLASS_IN_SERVICE;
        }
        if (mode == ReplicaMode.REPLICA_MODE_WRITE_ONLY) {
            return ReplicaClass.REPLICA_CLASS_REBUILDING;
        }
        if (!onceGood) {
            return elsewhere ? ReplicaClass.REPLICA_CLASS_REBUILDING : ReplicaClass.REPLICA_CLASS_UNSPECIFIED;
        }
        // Salvaged and not yet back in service: its data was good once, and failed since.
        return isSafeAsLast(replica)
                ? ReplicaClass.REPLICA_CLASS_LAST_COPY_CANDIDATE
                : ReplicaClass.REPLICA_CLASS_FAILED_ONCE_GOOD;
    }

    /** Longhorn's own rule for a copy that may be the last one. */
    static boolean isSafeAsLast(Known.Replica replica) {
        Known.Moments moments = replica.moments();
        Optional<Instant> failed = moments.lastFailedAt();
        return moments.failedAt().isEmpty()
                && moments.healthyAt().isPresent()
                && replica.active()
                && (failed.isEmpty()
                        || moments.lastHealthyAt()
                                .filter(healthy -> healthy.isAfter(failed.get()))
                                .isPresent());
    }
}
