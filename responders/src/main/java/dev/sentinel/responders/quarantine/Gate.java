package dev.sentinel.responders.quarantine;

import dev.sentinel.responders.situation.Sources;
import java.util.List;
import java.util.Set;

/** Conditions for a release. Each has to hold for the whole watch. */
// The sets and lists are copies.
@SuppressWarnings("ImmutableEnumChecker")
public enum Gate {
    NO_REPLICA_ERROR(
            "no-replica-error",
            Set.of("longhorn.replica.failed", "longhorn.replica.corrupted", "longhorn.rebuild.failed"),
            List.of(Sources.VOLUMES, Sources.REPLICAS),
            "longhorn",
            false),
    NO_INSTANCE_MANAGER_RESTART(
            "no-instance-manager-restart",
            Set.of("longhorn.instance_manager.restarted", "longhorn.instance_manager.lost_instances"),
            List.of(Sources.INSTANCE_MANAGERS),
            "longhorn",
            false),
    NO_KERNEL_IO_ERROR(
            "no-kernel-io-error",
            Set.of(
                    "kernel.block.io_failed",
                    "kernel.block.write_lost",
                    "kernel.filesystem.failed",
                    "kernel.filesystem.remounted_read_only",
                    "kernel.journal.aborted",
                    "kernel.nvme.timed_out"),
            List.of(),
            "kernel",
            true),
    READY_STABLE("ready-stable", Set.of("kubernetes.node.rebooted"), List.of(Sources.NODES), "kubernetes", false),
    /** Its disks answer reads; only where somebody asks them. */
    DISK_PROBE("disk-probe", Set.of(), List.of(), "", true);

    /** What is watched unless somebody wants more. */
    public static final List<Gate> USUAL =
            List.of(NO_REPLICA_ERROR, NO_INSTANCE_MANAGER_RESTART, NO_KERNEL_IO_ERROR, READY_STABLE);

    /** Collectors whose silence leaves a gate without a watch. */
    public static final List<String> WITNESSES =
            USUAL.stream().map(Gate::witness).distinct().toList();

    private final String word;
    private final Set<String> brokenBy;
    private final List<String> needs;
    private final String witness;
    private final boolean witnessIsOnNode;

    Gate(String word, Set<String> brokenBy, List<String> needs, String witness, boolean witnessIsOnNode) {
        this.word = word;
        this.brokenBy = brokenBy;
        this.needs = needs;
        this.witness = witness;
        this.witnessIsOnNode = witnessIsOnNode;
    }

    public String word() {
        return word;
    }

    /** Kinds of events that break it. */
    public Set<String> brokenBy() {
        return brokenBy;
    }

    /** The collector that tells of what breaks it. */
    public String witness() {
        return witness;
    }

    /** Whether each node has one of its own. */
    boolean witnessIsOnNode() {
        return witnessIsOnNode;
    }

    /** What has to be readable for it to be judged. */
    List<String> needs() {
        return needs;
    }
}
