package dev.sentinel.collectors.longhorn;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.ConditionStatus;
import dev.sentinel.v1.LonghornOrphanFound;
import dev.sentinel.v1.LonghornOrphanRemoved;
import dev.sentinel.v1.LonghornOrphanType;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Orphans: data directories and processes without an owner (domain page 1.9 and 5.6). */
final class OrphanReading {
    private static final int MARK = 8;

    private final World world;
    private final Telling telling;

    OrphanReading(World world, Telling telling) {
        this.world = world;
        this.telling = telling;
    }

    void read(Resource orphan) {
        String node = orphan.spec("nodeID").name();
        var type = type(orphan);
        if (node.isEmpty() || type == LonghornOrphanType.LONGHORN_ORPHAN_TYPE_UNSPECIFIED) {
            return;
        }
        var key = new World.Key(Kinds.ORPHAN, orphan.name());
        Optional<Known.Orphan> before =
                world.find(Known.Orphan.class, key).filter(old -> old.uid().equals(orphan.uid()));
        if (before.isEmpty()) {
            found(orphan, node, type);
        }
        boolean cleanable =
                orphan.condition("DataCleanable").at("status").word().equals("True");
        world.put(
                key,
                new Known.Orphan(
                        orphan.uid(), orphan.spec("orphanType").word(), node, data(orphan), volume(orphan), cleanable));
    }

    void gone(Resource last) {
        var key = new World.Key(Kinds.ORPHAN, last.name());
        Optional<Known.Orphan> before = world.find(Known.Orphan.class, key);
        var type = type(last);
        String node = last.spec("nodeID").name();
        world.remove(key);
        if (node.isEmpty() || type == LonghornOrphanType.LONGHORN_ORPHAN_TYPE_UNSPECIFIED) {
            return;
        }
        // Deleting the record takes the data along only while it may be cleaned up (page 5.6).
        boolean deleted = type == LonghornOrphanType.LONGHORN_ORPHAN_TYPE_REPLICA
                && before.map(Known.Orphan::cleanable)
                        .orElse(last.condition("DataCleanable")
                                .at("status")
                                .word()
                                .equals("True"));
        var removed = LonghornOrphanRemoved.newBuilder()
                .setType(type)
                .setNode(node)
                .setDataName(data(last))
                .setDataDeleted(deleted);
        telling.tell(
                last.ref(Kinds.ORPHAN),
                related(last, node),
                telling.now(),
                deleted ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO,
                removed.build());
    }

    private void found(Resource orphan, String node, LonghornOrphanType type) {
        Tree parameters = orphan.spec("parameters");
        Tree cleanable = orphan.condition("DataCleanable");
        var found = LonghornOrphanFound.newBuilder()
                .setType(type)
                .setNode(node)
                .setDataName(data(orphan))
                .setDiskName(parameters.at("DiskName").name())
                .setDiskUuid(parameters.at("DiskUUID").word())
                .setDiskPath(parameters.at("DiskPath").text(4096))
                .setInstanceName(parameters.at("InstanceName").name())
                .setInstanceManager(parameters.at("InstanceManager").name())
                .setDataCleanable(Resource.holds(cleanable))
                .setReason(cleanable.at("reason").word())
                .setVolume(volume(orphan));
        boolean data = type == LonghornOrphanType.LONGHORN_ORPHAN_TYPE_REPLICA;
        if (found.getDataCleanable() == ConditionStatus.CONDITION_STATUS_UNSPECIFIED) {
            found.clearReason();
        }
        telling.tell(
                orphan.ref(Kinds.ORPHAN),
                related(orphan, node),
                orphan.createdAt(telling.now()),
                data ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO,
                found.build());
    }

    private List<Ref> related(Resource orphan, String node) {
        List<Ref> related = new ArrayList<>();
        if (!volume(orphan).isEmpty()) {
            related.add(world.ref(Kinds.VOLUME, volume(orphan)));
        }
        related.add(Refs.node(node));
        String disk = orphan.spec("parameters", "DiskUUID").word();
        if (!disk.isEmpty()) {
            related.add(world.ref(Kinds.DISK, disk));
        }
        return related;
    }

    private static LonghornOrphanType type(Resource orphan) {
        return switch (orphan.spec("orphanType").word()) {
            case "replica", "replica-data" -> LonghornOrphanType.LONGHORN_ORPHAN_TYPE_REPLICA;
            case "engine-instance" -> LonghornOrphanType.LONGHORN_ORPHAN_TYPE_ENGINE_INSTANCE;
            case "replica-instance" -> LonghornOrphanType.LONGHORN_ORPHAN_TYPE_REPLICA_INSTANCE;
            case "shard-instance" -> LonghornOrphanType.LONGHORN_ORPHAN_TYPE_SHARD_INSTANCE;
            case "shardgroup-instance" -> LonghornOrphanType.LONGHORN_ORPHAN_TYPE_SHARD_GROUP_INSTANCE;
            default -> LonghornOrphanType.LONGHORN_ORPHAN_TYPE_UNSPECIFIED;
        };
    }

    private static String data(Resource orphan) {
        return orphan.spec("parameters", "DataName").name();
    }

    /** A data directory is named for its volume and eight hexadecimal digits; a process for its volume and role. */
    private static String volume(Resource orphan) {
        String data = data(orphan);
        int cut = data.length() - MARK - 1;
        if (cut > 0 && data.charAt(cut) == '-' && isHex(data.substring(cut + 1))) {
            return data.substring(0, cut);
        }
        String instance = orphan.spec("parameters", "InstanceName").name();
        int role = Math.max(instance.lastIndexOf("-r-"), instance.lastIndexOf("-e-"));
        return role > 0 ? instance.substring(0, role) : "";
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
