package dev.sentinel.collectors.longhorn;

import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.v1.FieldChange;
import dev.sentinel.v1.KubernetesCustomResourceChanged;
import dev.sentinel.v1.LonghornVolumeFoundEmpty;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.ResourceChange;
import dev.sentinel.v1.Severity;
import java.util.List;
import java.util.Optional;

/** Volumes whose records were made anew while their data lies elsewhere (telemetry page, section 8, class 1). */
final class EmptyShell {
    /** A filesystem alone takes more than this, so less never was a volume with data. */
    private static final long SOME_DATA = 64L << 20;

    private final World world;
    private final Telling telling;

    EmptyShell(World world, Telling telling) {
        this.world = world;
        this.telling = telling;
    }

    /** Whether the volume is known to be an empty shell. */
    boolean read(Resource volume, Ref subject, Optional<Known.Volume> before) {
        boolean empty = volume.status("actualSize").whole().orElse(-1) == 0
                && volume.spec("size").amount() > 0;
        boolean same = before.filter(old -> old.uid().equals(volume.uid())).isPresent();
        boolean told = same && before.get().emptyTold();
        if (!empty || told) {
            return empty && told;
        }
        long lastBytes = before.map(Known.Volume::mostBytes).orElse(0L);
        List<String> older = directories(volume);
        if (lastBytes < SOME_DATA && older.isEmpty()) {
            return false;
        }
        var found = LonghornVolumeFoundEmpty.newBuilder()
                .setSizeBytes(volume.spec("size").amount())
                .setCreatedAt(Times.stamp(volume.createdAt(telling.now())))
                .addAllOlderDirectories(older);
        if (lastBytes > 0) {
            found.setLastKnownActualBytes(lastBytes);
        }
        telling.tell(subject, VolumeReading.related(volume), telling.now(), Severity.SEVERITY_CRITICAL, found.build());
        return true;
    }

    /**
     * A volume object is gone. Longhorn puts a volume into the state "deleting" before it lets the object go; one that goes
     * in another state lost its finalizer to somebody else, and Longhorn forgets its replicas without an end.
     */
    void gone(Resource last, Ref subject) {
        String state = last.status("state").word();
        boolean stripped = last.deletionAt().isPresent()
                && last.tree().at("metadata", "finalizers").items().isEmpty()
                && !state.isEmpty()
                && !state.equals("deleting");
        if (!stripped) {
            return;
        }
        var changed = KubernetesCustomResourceChanged.newBuilder()
                .setApiVersion(last.apiVersion().isEmpty() ? "longhorn.io/v1beta2" : last.apiVersion())
                .setChange(ResourceChange.RESOURCE_CHANGE_FINALIZERS_REMOVED)
                .setResourceVersion(
                        last.tree().at("metadata", "resourceVersion").word())
                .setGeneration(last.tree().at("metadata", "generation").amount())
                .addFields(
                        FieldChange.newBuilder().setPath("metadata.finalizers").setPreviousValue("longhorn.io"))
                .setChangedBy(last.lastChange("metadata", "finalizers")
                        .map(Resource.Change::by)
                        .orElse(""));
        telling.tell(subject, VolumeReading.related(last), telling.now(), Severity.SEVERITY_ERROR, changed.build());
    }

    /** Data directories without an owner that carry the volume's name. */
    private List<String> directories(Resource volume) {
        return world.all(Known.Orphan.class).values().stream()
                .filter(orphan -> orphan.volume().equals(volume.name()))
                .map(orphan -> orphan.node() + "/" + orphan.data())
                .limit(64)
                .toList();
    }
}
