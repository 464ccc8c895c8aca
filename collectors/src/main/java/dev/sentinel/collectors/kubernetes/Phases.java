package dev.sentinel.collectors.kubernetes;

import dev.sentinel.v1.PersistentVolumeClaimPhase;
import dev.sentinel.v1.PersistentVolumePhase;

/** The words of phases; "Deleted" is ours, for objects that are gone. */
final class Phases {
    private Phases() {}

    static PersistentVolumePhase volume(String word) {
        return switch (word) {
            case "Pending" -> PersistentVolumePhase.PERSISTENT_VOLUME_PHASE_PENDING;
            case "Available" -> PersistentVolumePhase.PERSISTENT_VOLUME_PHASE_AVAILABLE;
            case "Bound" -> PersistentVolumePhase.PERSISTENT_VOLUME_PHASE_BOUND;
            case "Released" -> PersistentVolumePhase.PERSISTENT_VOLUME_PHASE_RELEASED;
            case "Failed" -> PersistentVolumePhase.PERSISTENT_VOLUME_PHASE_FAILED;
            case "Deleted" -> PersistentVolumePhase.PERSISTENT_VOLUME_PHASE_DELETED;
            default -> PersistentVolumePhase.PERSISTENT_VOLUME_PHASE_UNSPECIFIED;
        };
    }

    static PersistentVolumeClaimPhase claim(String word) {
        return switch (word) {
            case "Pending" -> PersistentVolumeClaimPhase.PERSISTENT_VOLUME_CLAIM_PHASE_PENDING;
            case "Bound" -> PersistentVolumeClaimPhase.PERSISTENT_VOLUME_CLAIM_PHASE_BOUND;
            case "Lost" -> PersistentVolumeClaimPhase.PERSISTENT_VOLUME_CLAIM_PHASE_LOST;
            case "Deleted" -> PersistentVolumeClaimPhase.PERSISTENT_VOLUME_CLAIM_PHASE_DELETED;
            default -> PersistentVolumeClaimPhase.PERSISTENT_VOLUME_CLAIM_PHASE_UNSPECIFIED;
        };
    }
}
