package dev.sentinel.collectors.kernel;

import dev.sentinel.collectors.kernel.Surroundings.Backing;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.v1.FilesystemIdentityChanged;
import dev.sentinel.v1.FilesystemType;
import dev.sentinel.v1.IdentityWitness;
import dev.sentinel.v1.KernelFilesystemMounted;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which filesystem was last seen on which volume. Kept by the identity of the disk or of the volume, never by the name of a
 * device, which another volume bears tomorrow. Not for several threads.
 */
public final class Identities {
    /** The longest not seen goes first. */
    private static final int MOST = 8192;

    private final Map<String, Seen> known = new LinkedHashMap<>();

    /** A filesystem as it was last seen. */
    public record Seen(String uuid, FilesystemType type, Instant at) {}

    /** Starts with what was kept over the last stop. */
    public Identities(Map<String, Seen> kept) {
        kept.forEach(this::remember);
    }

    /** What to keep over a stop. */
    public Map<String, Seen> kept() {
        return new LinkedHashMap<>(known);
    }

    /** Notes a mount; the change, when another filesystem was on the volume before. */
    Optional<FilesystemIdentityChanged> mounted(KernelFilesystemMounted mount, Backing backing, Instant at) {
        Optional<String> key = key(backing);
        if (key.isEmpty() || mount.getFilesystemUuid().isEmpty()) {
            return Optional.empty();
        }
        Optional<Seen> before = Optional.ofNullable(known.get(key.get()));
        remember(key.get(), new Seen(mount.getFilesystemUuid(), mount.getFilesystem(), at));
        return before.filter(seen -> !seen.uuid().equalsIgnoreCase(mount.getFilesystemUuid()))
                .map(seen -> change(mount, backing, seen));
    }

    private static FilesystemIdentityChanged change(KernelFilesystemMounted mount, Backing backing, Seen before) {
        FilesystemIdentityChanged.Builder change = FilesystemIdentityChanged.newBuilder()
                .setDevice(mount.getDevice())
                .setWwid(backing.wwid())
                .setFilesystemUuid(mount.getFilesystemUuid())
                .setFilesystem(mount.getFilesystem())
                .setPreviousFilesystemUuid(before.uuid())
                .setPreviousFilesystem(before.type())
                .setPreviousSeenAt(Times.stamp(before.at()))
                .setWitness(IdentityWitness.IDENTITY_WITNESS_MOUNT_LINE);
        backing.volume().ifPresent(change::setVolume);
        return change.build();
    }

    private void remember(String key, Seen seen) {
        known.remove(key);
        known.put(key, seen);
        if (known.size() > MOST) {
            known.remove(known.keySet().iterator().next());
        }
    }

    private static Optional<String> key(Backing backing) {
        // The volume before the disk: a volume that moved to another disk, with its data, is the same.
        return backing.volume()
                .map(Identities::name)
                .or(() -> backing.wwid().isEmpty() ? Optional.empty() : Optional.of("wwid/" + backing.wwid()));
    }

    private static String name(Ref volume) {
        return volume.getKind() + "/" + volume.getNamespace() + "/" + volume.getName();
    }
}
