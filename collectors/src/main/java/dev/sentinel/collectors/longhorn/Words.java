package dev.sentinel.collectors.longhorn;

import dev.sentinel.v1.LonghornDataEngine;
import dev.sentinel.v1.LonghornInstanceManagerState;
import dev.sentinel.v1.LonghornInstanceState;
import dev.sentinel.v1.LonghornRobustness;
import dev.sentinel.v1.LonghornVolumeState;
import dev.sentinel.v1.RebuildFailure;
import dev.sentinel.v1.ReplicaMode;
import java.util.OptionalInt;

/** Longhorn's words (domain page, section 1). A word of a later version reads as unspecified, never as an error. */
final class Words {
    private Words() {}

    static LonghornVolumeState volume(String word) {
        return switch (word) {
            case "creating" -> LonghornVolumeState.LONGHORN_VOLUME_STATE_CREATING;
            case "attached" -> LonghornVolumeState.LONGHORN_VOLUME_STATE_ATTACHED;
            case "detached" -> LonghornVolumeState.LONGHORN_VOLUME_STATE_DETACHED;
            case "attaching" -> LonghornVolumeState.LONGHORN_VOLUME_STATE_ATTACHING;
            case "detaching" -> LonghornVolumeState.LONGHORN_VOLUME_STATE_DETACHING;
            case "deleting" -> LonghornVolumeState.LONGHORN_VOLUME_STATE_DELETING;
            default -> LonghornVolumeState.LONGHORN_VOLUME_STATE_UNSPECIFIED;
        };
    }

    static LonghornRobustness robustness(String word) {
        return switch (word) {
            case "healthy" -> LonghornRobustness.LONGHORN_ROBUSTNESS_HEALTHY;
            case "degraded" -> LonghornRobustness.LONGHORN_ROBUSTNESS_DEGRADED;
            case "faulted" -> LonghornRobustness.LONGHORN_ROBUSTNESS_FAULTED;
            case "unknown" -> LonghornRobustness.LONGHORN_ROBUSTNESS_UNKNOWN;
            default -> LonghornRobustness.LONGHORN_ROBUSTNESS_UNSPECIFIED;
        };
    }

    static LonghornInstanceState instance(String word) {
        return switch (word) {
            case "running" -> LonghornInstanceState.LONGHORN_INSTANCE_STATE_RUNNING;
            case "stopped" -> LonghornInstanceState.LONGHORN_INSTANCE_STATE_STOPPED;
            case "error" -> LonghornInstanceState.LONGHORN_INSTANCE_STATE_ERROR;
            case "starting" -> LonghornInstanceState.LONGHORN_INSTANCE_STATE_STARTING;
            case "stopping" -> LonghornInstanceState.LONGHORN_INSTANCE_STATE_STOPPING;
            case "unknown" -> LonghornInstanceState.LONGHORN_INSTANCE_STATE_UNKNOWN;
            case "terminated" -> LonghornInstanceState.LONGHORN_INSTANCE_STATE_TERMINATED;
            case "suspended" -> LonghornInstanceState.LONGHORN_INSTANCE_STATE_SUSPENDED;
            default -> LonghornInstanceState.LONGHORN_INSTANCE_STATE_UNSPECIFIED;
        };
    }

    static LonghornInstanceManagerState manager(String word) {
        return switch (word) {
            case "running" -> LonghornInstanceManagerState.LONGHORN_INSTANCE_MANAGER_STATE_RUNNING;
            case "starting" -> LonghornInstanceManagerState.LONGHORN_INSTANCE_MANAGER_STATE_STARTING;
            case "stopped" -> LonghornInstanceManagerState.LONGHORN_INSTANCE_MANAGER_STATE_STOPPED;
            case "error" -> LonghornInstanceManagerState.LONGHORN_INSTANCE_MANAGER_STATE_ERROR;
            case "unknown" -> LonghornInstanceManagerState.LONGHORN_INSTANCE_MANAGER_STATE_UNKNOWN;
            default -> LonghornInstanceManagerState.LONGHORN_INSTANCE_MANAGER_STATE_UNSPECIFIED;
        };
    }

    static ReplicaMode mode(String word) {
        return switch (word) {
            case "RW" -> ReplicaMode.REPLICA_MODE_READ_WRITE;
            case "WO" -> ReplicaMode.REPLICA_MODE_WRITE_ONLY;
            case "ERR" -> ReplicaMode.REPLICA_MODE_ERROR;
            default -> ReplicaMode.REPLICA_MODE_UNSPECIFIED;
        };
    }

    /** Versions before 1.6 know one engine and do not name it, or call it a backend store driver. */
    static LonghornDataEngine dataEngine(String word) {
        return word.equals("v2")
                ? LonghornDataEngine.LONGHORN_DATA_ENGINE_V2
                : LonghornDataEngine.LONGHORN_DATA_ENGINE_V1;
    }

    /** Why a rebuild failed, by the condition's reason, or by the error's text as Longhorn itself does it (page 1.5). */
    static RebuildFailure rebuildFailure(String reason, String message) {
        return switch (reason) {
            case "Disconnection" -> RebuildFailure.REBUILD_FAILURE_DISCONNECTION;
            case "ManagerPodDown" -> RebuildFailure.REBUILD_FAILURE_MANAGER_POD_DOWN;
            case "KubernetesNodeGone", "KubernetesNodeNotReady" -> RebuildFailure.REBUILD_FAILURE_NODE_DOWN;
            default -> rebuildFailure(message);
        };
    }

    private static RebuildFailure rebuildFailure(String message) {
        if (message.contains("Canceled") || message.contains("DeadlineExceeded") || message.contains("Unavailable")) {
            return RebuildFailure.REBUILD_FAILURE_DISCONNECTION;
        }
        if (message.contains("no space left on device")) {
            return RebuildFailure.REBUILD_FAILURE_OUT_OF_SPACE;
        }
        if (message.contains("snapshot purge")) {
            return RebuildFailure.REBUILD_FAILURE_SNAPSHOT_PURGE;
        }
        return message.contains("verify rebuild replica")
                ? RebuildFailure.REBUILD_FAILURE_VERIFICATION
                : RebuildFailure.REBUILD_FAILURE_GENERAL;
    }

    /** {@code ip:port} of {@code tcp://ip:port}. */
    static String bare(String address) {
        int scheme = address.indexOf("://");
        return scheme < 0 ? address : address.substring(scheme + 3);
    }

    /** The number after "exit status" in a process's last words. */
    static OptionalInt exitStatus(String message) {
        int at = message.indexOf("exit status ");
        int value = 0;
        int digits = 0;
        for (int i = at + 12; at >= 0 && i < message.length() && digits < 4; i++, digits++) {
            char c = message.charAt(i);
            if (c < '0' || c > '9') {
                break;
            }
            value = value * 10 + (c - '0');
        }
        return digits == 0 ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
