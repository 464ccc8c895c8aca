package dev.sentinel.collectors.longhorn;

import com.google.protobuf.Message;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.v1.LonghornBackupState;
import dev.sentinel.v1.LonghornBackupStateChanged;
import dev.sentinel.v1.LonghornBackupTargetChanged;
import dev.sentinel.v1.LonghornEngineImageState;
import dev.sentinel.v1.LonghornEngineImageStateChanged;
import dev.sentinel.v1.LonghornShareManagerState;
import dev.sentinel.v1.LonghornShareManagerStateChanged;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Engine images, share managers, backups and their targets: told when what they say of themselves is another word. */
final class SayingReading {
    private final World world;
    private final Telling telling;

    SayingReading(World world, Telling telling) {
        this.world = world;
        this.telling = telling;
    }

    void read(Resource resource) {
        switch (resource.kind()) {
            case "EngineImage" -> image(resource);
            case "ShareManager" -> share(resource);
            case "Backup" -> backup(resource);
            case "BackupTarget" -> target(resource);
            default -> throw new IllegalArgumentException("not a kind of one saying: " + resource.kind());
        }
    }

    /** The words before; nothing when they are the same, or when a first sight finds them to be the wished ones. */
    private Optional<String> before(Resource resource, String words, boolean wished) {
        var key = new World.Key(Kinds.of(resource.kind()), resource.name());
        Optional<String> old = world.find(Known.Saying.class, key)
                .filter(known -> known.uid().equals(resource.uid()))
                .map(Known.Saying::words);
        world.put(key, new Known.Saying(resource.uid(), words));
        if (old.isEmpty()) {
            return wished ? Optional.empty() : Optional.of("");
        }
        return old.filter(known -> !known.equals(words));
    }

    private void image(Resource image) {
        LonghornEngineImageState state = image.status("incompatible").flag()
                ? LonghornEngineImageState.LONGHORN_ENGINE_IMAGE_STATE_INCOMPATIBLE
                : imageState(image.status("state").word());
        List<String> missing = new ArrayList<>();
        image.status("nodeDeploymentMap").fields().forEach((node, deployed) -> {
            if (!deployed.flag()) {
                missing.add(node);
            }
        });
        boolean wished = state == LonghornEngineImageState.LONGHORN_ENGINE_IMAGE_STATE_DEPLOYED && missing.isEmpty();
        String words = state.getNumber() + "|" + String.join(",", missing);
        if (state == LonghornEngineImageState.LONGHORN_ENGINE_IMAGE_STATE_UNSPECIFIED) {
            return;
        }
        before(image, words, wished).ifPresent(old -> {
            var changed = LonghornEngineImageStateChanged.newBuilder()
                    .setState(state)
                    .setPreviousStateValue(old.isEmpty() ? 0 : Integer.parseInt(old.substring(0, old.indexOf('|'))))
                    .setImage(image.spec("image").name())
                    .addAllMissingNodes(missing)
                    .setReferenceCount(image.status("refCount").count());
            boolean broken = state == LonghornEngineImageState.LONGHORN_ENGINE_IMAGE_STATE_ERROR
                    || state == LonghornEngineImageState.LONGHORN_ENGINE_IMAGE_STATE_INCOMPATIBLE;
            tell(image, List.of(), broken, changed.build());
        });
    }

    private void share(Resource share) {
        String word = share.status("state").word();
        var state = LonghornShareManagerState.valueOf(word("LONGHORN_SHARE_MANAGER_STATE_", word, SHARE_WORDS));
        boolean rests = state == LonghornShareManagerState.LONGHORN_SHARE_MANAGER_STATE_RUNNING
                || state == LonghornShareManagerState.LONGHORN_SHARE_MANAGER_STATE_STOPPED;
        if (state == LonghornShareManagerState.LONGHORN_SHARE_MANAGER_STATE_UNSPECIFIED) {
            return;
        }
        before(share, word, rests).ifPresent(old -> {
            var changed = LonghornShareManagerStateChanged.newBuilder()
                    .setVolume(share.name())
                    .setState(state)
                    .setPreviousState(
                            LonghornShareManagerState.valueOf(word("LONGHORN_SHARE_MANAGER_STATE_", old, SHARE_WORDS)))
                    .setNode(share.status("ownerID").name())
                    .setEndpoint(share.status("endpoint").name());
            boolean bad = state == LonghornShareManagerState.LONGHORN_SHARE_MANAGER_STATE_ERROR
                    || state == LonghornShareManagerState.LONGHORN_SHARE_MANAGER_STATE_UNKNOWN;
            tell(share, List.of(world.ref(Kinds.VOLUME, share.name())), bad, changed.build());
        });
    }

    private void backup(Resource backup) {
        String word = backup.status("state").word();
        var state = backupState(word);
        String volume = backup.status("volumeName").name().isEmpty()
                ? backup.label("backup-volume")
                : backup.status("volumeName").name();
        boolean rests = state == LonghornBackupState.LONGHORN_BACKUP_STATE_COMPLETED
                || state == LonghornBackupState.LONGHORN_BACKUP_STATE_NEW;
        before(backup, word.isEmpty() ? "New" : word, rests).ifPresent(old -> {
            var changed = LonghornBackupStateChanged.newBuilder()
                    .setVolume(volume)
                    .setState(state)
                    .setPreviousState(
                            old.isEmpty() ? LonghornBackupState.LONGHORN_BACKUP_STATE_UNSPECIFIED : backupState(old))
                    .setSnapshot(backup.status("snapshotName").name())
                    .setProgressPercent(Math.min(100, backup.status("progress").count()))
                    .setError(backup.status("error").message());
            backup.status("backupCreatedAt").time().ifPresent(at -> changed.setCreatedAt(Times.stamp(at)));
            boolean bad = state == LonghornBackupState.LONGHORN_BACKUP_STATE_ERROR;
            List<Ref> related = volume.isEmpty() ? List.of() : List.of(world.ref(Kinds.VOLUME, volume));
            tell(backup, related, bad, changed.build());
        });
    }

    private void target(Resource target) {
        boolean configured = !target.spec("backupTargetURL").name().isEmpty();
        boolean available = target.status("available").flag();
        // Without an address nothing is available, and nobody misses it.
        before(target, configured ? String.valueOf(available) : "none", !configured || available)
                .filter(old -> configured)
                .ifPresent(old -> {
                    var changed = LonghornBackupTargetChanged.newBuilder()
                            .setAvailable(available)
                            .setMessage(target.condition("Unavailable")
                                    .at("message")
                                    .message());
                    tell(target, List.of(), !available, changed.build());
                });
    }

    private void tell(Resource resource, List<Ref> related, boolean bad, Message detail) {
        telling.tell(
                resource.ref(Kinds.of(resource.kind())),
                related,
                telling.now(),
                bad ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO,
                detail);
    }

    private static final List<String> SHARE_WORDS =
            List.of("unknown", "starting", "running", "stopping", "stopped", "error");

    private static String word(String prefix, String word, List<String> words) {
        return prefix + (words.contains(word) ? word.toUpperCase(Locale.ROOT) : "UNSPECIFIED");
    }

    private static LonghornEngineImageState imageState(String word) {
        return switch (word) {
            case "deploying" -> LonghornEngineImageState.LONGHORN_ENGINE_IMAGE_STATE_DEPLOYING;
            case "deployed", "ready" -> LonghornEngineImageState.LONGHORN_ENGINE_IMAGE_STATE_DEPLOYED;
            case "incompatible" -> LonghornEngineImageState.LONGHORN_ENGINE_IMAGE_STATE_INCOMPATIBLE;
            case "error" -> LonghornEngineImageState.LONGHORN_ENGINE_IMAGE_STATE_ERROR;
            default -> LonghornEngineImageState.LONGHORN_ENGINE_IMAGE_STATE_UNSPECIFIED;
        };
    }

    private static LonghornBackupState backupState(String word) {
        return switch (word) {
            case "", "New" -> LonghornBackupState.LONGHORN_BACKUP_STATE_NEW;
            case "Pending" -> LonghornBackupState.LONGHORN_BACKUP_STATE_PENDING;
            case "InProgress" -> LonghornBackupState.LONGHORN_BACKUP_STATE_IN_PROGRESS;
            case "Completed" -> LonghornBackupState.LONGHORN_BACKUP_STATE_COMPLETED;
            case "Error" -> LonghornBackupState.LONGHORN_BACKUP_STATE_ERROR;
            case "Deleting" -> LonghornBackupState.LONGHORN_BACKUP_STATE_DELETING;
            default -> LonghornBackupState.LONGHORN_BACKUP_STATE_UNKNOWN;
        };
    }
}
