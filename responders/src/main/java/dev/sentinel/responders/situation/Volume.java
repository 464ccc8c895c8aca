package dev.sentinel.responders.situation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Longhorn volume with its copies and who uses it. */
public record Volume(
        String name,
        String uid,
        String resourceVersion,
        State state,
        Robustness robustness,
        String node,
        long sizeBytes,
        long actualBytes,
        int wantedReplicas,
        String autoBalance,
        Optional<Instant> degradedAt,
        Optional<Instant> salvagedAt,
        List<Replica> replicas,
        Optional<Engine> engine,
        List<String> tickets,
        Optional<Claim> claim,
        Map<String, String> labels) {

    public Volume {
        replicas = List.copyOf(replicas);
        tickets = List.copyOf(tickets);
        labels = Map.copyOf(labels);
    }

    /** Longhorn's states of a volume; what it may invent later is {@code OTHER}. */
    public enum State {
        CREATING,
        ATTACHED,
        DETACHED,
        ATTACHING,
        DETACHING,
        DELETING,
        OTHER
    }

    /** How many good copies there are; a detached volume is {@code UNKNOWN} when all is well. */
    public enum Robustness {
        HEALTHY,
        DEGRADED,
        FAULTED,
        UNKNOWN
    }

    /** What serves the volume. */
    public record Engine(String name, String node, boolean running, boolean readOnly, List<Rebuild> rebuilds) {
        public Engine {
            rebuilds = List.copyOf(rebuilds);
        }
    }

    /** A copy that is being made. */
    public record Rebuild(String replica, int percent) {}

    /** The claim that a workload knows the volume by. */
    public record Claim(String namespace, String name, String persistentVolume) {}

    /** Copies that could stand alone: what must never become none. */
    public List<Replica> safeCopies() {
        return replicas.stream().filter(Replica::isSafeAlone).toList();
    }
}
