package dev.sentinel.collectors.longhorn;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.ConditionStatus;
import dev.sentinel.v1.DiskHealth;
import dev.sentinel.v1.LonghornDiskConditionChanged;
import dev.sentinel.v1.LonghornDiskHealthChanged;
import dev.sentinel.v1.LonghornDiskSchedulingChanged;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The disks of one Longhorn node in one look (domain page 1.2). */
final class DiskReading {
    private static final int MOST_DISKS = 256;
    private static final int MOST_CONDITIONS = 16;
    private static final int MOST_DRIVES = 64;

    private final World world;
    private final Telling telling;
    private final Resource node;

    DiskReading(World world, Telling telling, Resource node) {
        this.world = world;
        this.telling = telling;
        this.node = node;
    }

    Map<String, Known.Disk> read(Optional<Known.Node> before) {
        Set<String> names = new TreeSet<>(node.spec("disks").fields().keySet());
        names.addAll(node.status("diskStatus").fields().keySet());
        Map<String, Known.Disk> disks = new HashMap<>();
        names.stream().limit(MOST_DISKS).forEach(name -> {
            Optional<Known.Disk> old =
                    before.flatMap(known -> Optional.ofNullable(known.disks().get(name)));
            disks.put(name, read(name, old));
        });
        return disks;
    }

    private Known.Disk read(String name, Optional<Known.Disk> old) {
        Tree spec = node.spec("disks", name);
        Tree status = node.status("diskStatus", name);
        // A disk that is not ready may report no uuid; it is still the same disk.
        String uuid = status.at("diskUUID").word().isEmpty()
                ? old.map(Known.Disk::uuid).orElse("")
                : status.at("diskUUID").word();
        Ref subject = world.disk(uuid, node.name(), name);
        boolean allows = spec.at("allowScheduling").flag();
        boolean evicts = spec.at("evictionRequested").flag();
        boolean switched = old.filter(disk -> disk.allows() != allows || disk.evicts() != evicts)
                .isPresent();
        if (switched && spec.present()) {
            var changed = LonghornDiskSchedulingChanged.newBuilder()
                    .setDiskUuid(uuid)
                    .setDiskPath(spec.at("path").text(4096))
                    .setNode(node.name())
                    .setAllowScheduling(allows)
                    .setEvictionRequested(evicts)
                    .setChangedBy(node.lastChange("spec", "disks", name, "allowScheduling")
                            .map(Resource.Change::by)
                            .orElse(""));
            telling.tell(subject, related(), telling.now(), Severity.SEVERITY_INFO, changed.build());
        }
        Map<String, ConditionStatus> conditions = conditions(name, uuid, subject, status, old);
        return new Known.Disk(uuid, conditions, allows, evicts, health(uuid, subject, status, old));
    }

    private Map<String, ConditionStatus> conditions(
            String name, String uuid, Ref subject, Tree status, Optional<Known.Disk> old) {
        Map<String, ConditionStatus> now = new HashMap<>();
        for (Tree condition : status.at("conditions").items()) {
            String type = condition.at("type").word();
            ConditionStatus is = Resource.holds(condition);
            if (type.isEmpty() || now.size() == MOST_CONDITIONS) {
                continue;
            }
            now.put(type, is);
            var was = old.map(
                            disk -> disk.conditions().getOrDefault(type, ConditionStatus.CONDITION_STATUS_UNSPECIFIED))
                    .orElse(ConditionStatus.CONDITION_STATUS_UNSPECIFIED);
            boolean fine = is
                    == (type.equals("Error")
                            ? ConditionStatus.CONDITION_STATUS_FALSE
                            : ConditionStatus.CONDITION_STATUS_TRUE);
            boolean firstSight = was == ConditionStatus.CONDITION_STATUS_UNSPECIFIED;
            if (is != ConditionStatus.CONDITION_STATUS_UNSPECIFIED && is != was && !(firstSight && fine)) {
                var changed =
                        changed(name, uuid, status, condition).setStatus(is).setPreviousStatus(was);
                Instant at = condition.at("lastTransitionTime").time().orElse(telling.now());
                telling.tell(subject, related(), at, severity(type, condition, fine), changed.build());
            }
        }
        return now;
    }

    private LonghornDiskConditionChanged.Builder changed(String name, String uuid, Tree status, Tree condition) {
        String specPath = node.spec("disks", name, "path").text(4096);
        var changed = LonghornDiskConditionChanged.newBuilder()
                .setDiskUuid(uuid)
                .setDiskPath(specPath.isEmpty() ? status.at("diskPath").text(4096) : specPath)
                .setNode(node.name())
                .setCondition(condition.at("type").word())
                .setReason(condition.at("reason").word())
                .setMessage(condition.at("message").message())
                .setFilesystemType(status.at("filesystemType").text(64));
        status.at("storageAvailable").whole().ifPresent(bytes -> changed.setAvailableBytes(Math.max(0, bytes)));
        status.at("storageMaximum").whole().ifPresent(bytes -> changed.setMaximumBytes(Math.max(0, bytes)));
        // A disk that is not ready has its map emptied and its sum set to 0: neither proves anything (page 1.2).
        boolean ready =
                status.at("conditions").ofType("Ready").at("status").word().equals("True");
        if (ready) {
            changed.setReplicaCount(status.at("scheduledReplica").fields().size());
            status.at("storageScheduled").whole().ifPresent(bytes -> changed.setScheduledBytes(Math.max(0, bytes)));
        }
        return changed;
    }

    /** A full disk is a warning; another filesystem under the path, or none, is an error. */
    private static Severity severity(String type, Tree condition, boolean fine) {
        if (fine) {
            return Severity.SEVERITY_INFO;
        }
        boolean followsNode = condition.at("reason").word().equals("NodeNotReady");
        return type.equals("Schedulable") || followsNode ? Severity.SEVERITY_WARNING : Severity.SEVERITY_ERROR;
    }

    private Map<String, String> health(String uuid, Ref subject, Tree status, Optional<Known.Disk> old) {
        Map<String, String> now = new HashMap<>();
        status.at("healthData").fields().forEach((device, data) -> {
            String word = data.at("healthStatus").word();
            if (word.isEmpty() || now.size() == MOST_DRIVES) {
                return;
            }
            now.put(device, word);
            String was = old.map(disk -> disk.health().getOrDefault(device, "")).orElse("");
            if (word.equals(was) || (was.isEmpty() && health(word) == DiskHealth.DISK_HEALTH_PASSED)) {
                return;
            }
            var changed = LonghornDiskHealthChanged.newBuilder()
                    .setNode(node.name())
                    .setDiskUuid(uuid)
                    .setDevice(device)
                    .setHealth(health(word))
                    .setPreviousHealth(was.isEmpty() ? DiskHealth.DISK_HEALTH_UNSPECIFIED : health(was))
                    .setDiagnostics(data.at("source").text(64));
            telling.tell(subject, related(), telling.now(), severity(health(word)), changed.build());
        });
        return now;
    }

    private static DiskHealth health(String word) {
        return switch (word) {
            case "PASSED" -> DiskHealth.DISK_HEALTH_PASSED;
            case "WARNING" -> DiskHealth.DISK_HEALTH_WARNING;
            case "FAILED" -> DiskHealth.DISK_HEALTH_FAILED;
            default -> DiskHealth.DISK_HEALTH_UNKNOWN;
        };
    }

    private static Severity severity(DiskHealth health) {
        return switch (health) {
            case DISK_HEALTH_FAILED -> Severity.SEVERITY_ERROR;
            case DISK_HEALTH_WARNING -> Severity.SEVERITY_WARNING;
            case DISK_HEALTH_PASSED, DISK_HEALTH_UNKNOWN, DISK_HEALTH_UNSPECIFIED, UNRECOGNIZED ->
                Severity.SEVERITY_INFO;
        };
    }

    private List<Ref> related() {
        return List.of(Refs.node(node.name()), world.ref(Kinds.NODE, node.name()));
    }
}
