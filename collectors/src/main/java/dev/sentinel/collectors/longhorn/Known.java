package dev.sentinel.collectors.longhorn;

import dev.sentinel.v1.AttachmentTicket;
import dev.sentinel.v1.ConditionStatus;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.LonghornInstanceManagerState;
import dev.sentinel.v1.LonghornInstanceState;
import dev.sentinel.v1.LonghornRobustness;
import dev.sentinel.v1.LonghornVolumeState;
import dev.sentinel.v1.ReplicaClass;
import dev.sentinel.v1.ReplicaMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is remembered of one Longhorn object between two looks. */
public sealed interface Known {

    /** The identity behind the name. */
    String uid();

    /** A node and its disks. */
    record Node(
            String uid,
            Map<String, ConditionStatus> conditions,
            boolean allows,
            boolean evicts,
            boolean autoEvicts,
            Map<String, Disk> disks,
            List<Edge> edges)
            implements Known {
        public Node {
            conditions = Map.copyOf(conditions);
            disks = Map.copyOf(disks);
            edges = List.copyOf(edges);
        }
    }

    /** A disk of a node, with what its drives' diagnostics said. */
    record Disk(
            String uuid,
            Map<String, ConditionStatus> conditions,
            boolean allows,
            boolean evicts,
            Map<String, String> health) {
        public Disk {
            conditions = Map.copyOf(conditions);
            health = Map.copyOf(health);
        }
    }

    /**
     * A volume; kept after it is gone, for one of the same name may be an empty shell.
     *
     * @param mostBytes the largest size it ever reported, under any uid
     */
    record Volume(
            String uid,
            LonghornVolumeState state,
            boolean waited,
            LonghornRobustness robustness,
            boolean oneCopy,
            int wanted,
            String node,
            Optional<Instant> unscheduledSince,
            Optional<Instant> remountAt,
            Optional<Instant> autoSalvagedAt,
            List<Instant> salvages,
            long mostBytes,
            boolean emptyTold,
            boolean gone,
            List<Edge> edges)
            implements Known {
        public Volume {
            salvages = List.copyOf(salvages);
            edges = List.copyOf(edges);
        }
    }

    /** An engine, what it thinks of its replicas, and the rebuilds it runs. */
    record Engine(
            String uid,
            String volume,
            LonghornInstanceState state,
            boolean active,
            boolean salvages,
            String node,
            String manager,
            Map<String, ReplicaMode> modes,
            Map<String, String> addresses,
            Map<String, Rebuild> rebuilds,
            boolean readOnly,
            boolean duplicateTold,
            List<Edge> edges)
            implements Known {
        public Engine {
            modes = Map.copyOf(modes);
            addresses = Map.copyOf(addresses);
            rebuilds = Map.copyOf(rebuilds);
            edges = List.copyOf(edges);
        }

        /** The replica behind {@code tcp://ip:port} or {@code ip:port}; events and rebuilds name no more than that. */
        Optional<String> replicaAt(String address) {
            String bare = Words.bare(address);
            return addresses.entrySet().stream()
                    .filter(entry -> Words.bare(entry.getValue()).equals(bare))
                    .map(Map.Entry::getKey)
                    .min(String::compareTo);
        }
    }

    /** A rebuild that runs. */
    record Rebuild(Instant since, int toldPercent) {}

    /**
     * A replica.
     *
     * @param manager the last instance manager that it had: a crash empties the field just when it matters
     * @param clearedAt when its failure was taken back with its health kept, as a salvage does
     * @param rebuildFailedAt when a failed rebuild of it was last told
     */
    record Replica(
            String uid,
            String volume,
            String node,
            String disk,
            String diskPath,
            String directory,
            String engine,
            String manager,
            LonghornInstanceState state,
            boolean active,
            Moments moments,
            int retries,
            boolean evicts,
            boolean rebuildFailed,
            ReplicaClass worth,
            Optional<Instant> clearedAt,
            Optional<Instant> rebuildFailedAt,
            List<Edge> edges)
            implements Known {
        public Replica {
            edges = List.copyOf(edges);
        }

        Replica worth(ReplicaClass newWorth) {
            return new Replica(
                    uid,
                    volume,
                    node,
                    disk,
                    diskPath,
                    directory,
                    engine,
                    manager,
                    state,
                    active,
                    moments,
                    retries,
                    evicts,
                    rebuildFailed,
                    newWorth,
                    clearedAt,
                    rebuildFailedAt,
                    edges);
        }

        Replica rebuildFailedAt(Instant at) {
            return new Replica(
                    uid,
                    volume,
                    node,
                    disk,
                    diskPath,
                    directory,
                    engine,
                    manager,
                    state,
                    active,
                    moments,
                    retries,
                    evicts,
                    rebuildFailed,
                    worth,
                    clearedAt,
                    Optional.of(at),
                    edges);
        }
    }

    /** The times of a replica; the last two are empty before 1.5.4 and in 1.6.0. */
    record Moments(
            Optional<Instant> healthyAt,
            Optional<Instant> failedAt,
            Optional<Instant> lastHealthyAt,
            Optional<Instant> lastFailedAt) {}

    /** An instance manager and the last maps of it that were not empty: after a crash the resource no longer lists them. */
    record Manager(
            String uid,
            String node,
            LonghornInstanceManagerState state,
            Set<String> engines,
            Set<String> replicas,
            Instant filledAt,
            boolean lossTold,
            List<Edge> edges)
            implements Known {
        public Manager {
            engines = Set.copyOf(engines);
            replicas = Set.copyOf(replicas);
            edges = List.copyOf(edges);
        }

        boolean runs() {
            return state == LonghornInstanceManagerState.LONGHORN_INSTANCE_MANAGER_STATE_RUNNING;
        }
    }

    /** The pod of an instance manager. */
    record ManagerPod(String uid, int restarts, boolean stopping) implements Known {}

    /** The reasons to keep a volume attached. */
    record Tickets(String uid, Map<String, AttachmentTicket> tickets) implements Known {
        public Tickets {
            tickets = Map.copyOf(tickets);
        }
    }

    /** A data directory or process without an owner. */
    record Orphan(String uid, String type, String node, String data, String volume, boolean cleanable)
            implements Known {}

    /** A setting, and the nodes it decides about. */
    record Setting(String uid, String value, List<Edge> edges) implements Known {
        public Setting {
            edges = List.copyOf(edges);
        }
    }

    /** Anything of which one saying is enough: engine images, share managers, backups and their targets. */
    record Saying(String uid, String words) implements Known {}
}
