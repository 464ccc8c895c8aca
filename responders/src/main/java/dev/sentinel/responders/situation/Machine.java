package dev.sentinel.responders.situation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node: what Kubernetes says of it, and what Longhorn does where it has storage there. */
public record Machine(
        String name,
        String uid,
        boolean ready,
        Optional<Instant> readySince,
        Instant createdAt,
        boolean cordoned,
        String bootId,
        Map<String, String> labels,
        Optional<Storage> storage,
        List<InstanceManager> instanceManagers) {

    public Machine {
        labels = Map.copyOf(labels);
        instanceManagers = List.copyOf(instanceManagers);
    }

    /** Longhorn's own node of the same name. */
    public record Storage(
            String uid,
            String resourceVersion,
            boolean ready,
            boolean allowScheduling,
            boolean evictionRequested,
            List<Disk> disks) {
        public Storage {
            disks = List.copyOf(disks);
        }
    }

    /** A disk that Longhorn places replicas on. */
    public record Disk(
            String name,
            String uuid,
            String path,
            boolean ready,
            boolean schedulable,
            boolean allowScheduling,
            boolean evictionRequested,
            long maximumBytes,
            long availableBytes,
            long scheduledBytes) {}

    /** The process that all engines and replicas of a node live in. */
    public record InstanceManager(String name, boolean running, int restarts, Optional<Instant> startedAt) {}
}
