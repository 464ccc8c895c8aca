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
            List.of(Sources.VOLUMES, Sources.REPLICAS)),
    NO_INSTANCE_MANAGER_RESTART(
            "no-instance-manager-restart",
            Set.of("longhorn.instance_manager.restarted", "longhorn.instance_manager.lost_instances"),
            List.of(Sources.INSTANCE_MANAGERS)),
    NO_KERNEL_IO_ERROR(
            "no-kernel-io-error",
            Set.of(
                    "kernel.block.io_failed",
                    "kernel.block.write_lost",
                    "kernel.filesystem.failed",
                    "kernel.filesystem.remounted_read_only",
                    "kernel.journal.aborted",
                    "kernel.nvme.timed_out"),
            List.of()),
    READY_STABLE("ready-stable", Set.of("kubernetes.node.rebooted"), List.of(Sources.NODES)),
    /** Its disks answer reads; only where somebody asks them. */
    DISK_PROBE("disk-probe", Set.of(), List.of());

    /** What is watched unless somebody wants more. */
    public static final List<Gate> USUAL =
            List.of(NO_REPLICA_ERROR, NO_INSTANCE_MANAGER_RESTART, NO_KERNEL_IO_ERROR, READY_STABLE);

    private final String word;
    private final Set<String> brokenBy;
    private final List<String> needs;

    Gate(String word, Set<String> brokenBy, List<String> needs) {
        this.word = word;
        this.brokenBy = brokenBy;
        this.needs = needs;
    }

    public String word() {
        return word;
    }

    /** Kinds of events that break it. */
    public Set<String> brokenBy() {
        return brokenBy;
    }

    /** What has to be readable for it to be judged. */
    List<String> needs() {
        return needs;
    }
}
