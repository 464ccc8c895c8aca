package dev.sentinel.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What {@code kubectl get} shows of each kind, besides its name and its age. */
final class Columns {

    /** A column; {@code wide} ones appear with {@code -o wide}, and a cell may depend on the time it is. */
    record Column(String name, boolean wide, BiFunction<JsonNode, Instant, String> cell) {}

    private static final Map<Kind, List<Column>> SHOWN = Map.ofEntries(
            Map.entry(
                    Kinds.NODE,
                    List.of(
                            shown("Status", Columns::nodeStatus),
                            path("Version", "status.nodeInfo.kubeletVersion"),
                            wide("Boot-ID", "status.nodeInfo.bootID"))),
            Map.entry(
                    Kinds.POD,
                    List.of(
                            shown("Ready", Columns::podReady),
                            shown("Status", Columns::podStatus),
                            shown("Restarts", Columns::restarts),
                            wide("IP", "status.podIP"),
                            wide("Node", "spec.nodeName"))),
            Map.entry(
                    Kinds.CLAIM,
                    List.of(
                            path("Status", "status.phase"),
                            path("Volume", "spec.volumeName"),
                            path("Capacity", "status.capacity.storage"),
                            path("StorageClass", "spec.storageClassName"))),
            Map.entry(
                    Kinds.PERSISTENT_VOLUME,
                    List.of(
                            path("Capacity", "spec.capacity.storage"),
                            path("Reclaim Policy", "spec.persistentVolumeReclaimPolicy"),
                            path("Status", "status.phase"),
                            shown(
                                    "Claim",
                                    object -> Tree.text(object, "spec", "claimRef", "namespace") + "/"
                                            + Tree.text(object, "spec", "claimRef", "name")),
                            path("StorageClass", "spec.storageClassName"))),
            Map.entry(
                    Kinds.EVENT,
                    List.of(
                            age("Last Seen", "lastTimestamp"),
                            path("Type", "type"),
                            path("Reason", "reason"),
                            shown(
                                    "Object",
                                    object -> Tree.text(object, "involvedObject", "kind")
                                                    .toLowerCase(java.util.Locale.ROOT)
                                            + "/" + Tree.text(object, "involvedObject", "name")),
                            path("Count", "count"),
                            path("Message", "message"))),
            Map.entry(Kinds.STATEFUL_SET, List.of(shown("Ready", Columns::ready))),
            Map.entry(Kinds.DEPLOYMENT, List.of(shown("Ready", Columns::ready))),
            Map.entry(Kinds.REPLICA_SET, List.of(shown("Ready", Columns::ready))),
            Map.entry(
                    Kinds.VOLUME_ATTACHMENT,
                    List.of(
                            path("Attacher", "spec.attacher"),
                            path("PV", "spec.source.persistentVolumeName"),
                            path("Node", "spec.nodeName"),
                            path("Attached", "status.attached"))),
            Map.entry(Kinds.LEASE, List.of(path("Holder", "spec.holderIdentity"))),
            Map.entry(
                    Kinds.PROMETHEUS,
                    List.of(
                            path("Version", "spec.version"),
                            path("Desired", "spec.replicas"),
                            path("Paused", "spec.paused"))),
            Map.entry(
                    Kinds.LH_VOLUME,
                    List.of(
                            path("Data Engine", "spec.dataEngine"),
                            path("State", "status.state"),
                            path("Robustness", "status.robustness"),
                            shown("Scheduled", object -> condition(object, "Scheduled")),
                            path("Size", "spec.size"),
                            path("Node", "status.currentNodeID"))),
            Map.entry(
                    Kinds.LH_NODE,
                    List.of(
                            shown("Ready", object -> condition(object, "Ready")),
                            path("AllowScheduling", "spec.allowScheduling"),
                            shown("Schedulable", object -> condition(object, "Schedulable")))),
            Map.entry(
                    Kinds.LH_ENGINE,
                    List.of(
                            path("Data Engine", "spec.dataEngine"),
                            path("State", "status.currentState"),
                            path("Node", "spec.nodeID"),
                            path("InstanceManager", "status.instanceManagerName"))),
            Map.entry(
                    Kinds.LH_REPLICA,
                    List.of(
                            path("Data Engine", "spec.dataEngine"),
                            path("State", "status.currentState"),
                            path("Node", "spec.nodeID"),
                            path("Disk", "spec.diskID"),
                            path("InstanceManager", "status.instanceManagerName"),
                            path("Failed", "spec.failedAt"))),
            Map.entry(
                    Kinds.LH_INSTANCE_MANAGER,
                    List.of(
                            path("Data Engine", "spec.dataEngine"),
                            path("State", "status.currentState"),
                            path("Type", "spec.type"),
                            path("Node", "spec.nodeID"))),
            Map.entry(
                    Kinds.LH_ENGINE_IMAGE,
                    List.of(
                            path("State", "status.state"),
                            path("Image", "spec.image"),
                            path("RefCount", "status.refCount"))),
            Map.entry(Kinds.LH_SETTING, List.of(path("Value", "value"), path("Applied", "status.applied"))),
            Map.entry(Kinds.LH_ORPHAN, List.of(path("Type", "spec.orphanType"), path("Node", "spec.nodeID"))),
            Map.entry(Kinds.LH_BACKUP, List.of(path("State", "status.state"), path("Volume", "status.volumeName"))));

    private Columns() {}

    static List<Column> of(Kind kind) {
        return SHOWN.getOrDefault(kind, List.of());
    }

    private static Column path(String name, String path) {
        String[] steps = path.split("\\.", -1);
        return new Column(name, false, (object, now) -> Tree.text(object, steps));
    }

    private static Column age(String name, String path) {
        return new Column(
                name,
                false,
                (object, now) ->
                        Tree.text(object, path).isEmpty() ? "<unknown>" : Age.of(Tree.time(object, now, path), now));
    }

    private static Column wide(String name, String path) {
        return new Column(name, true, path(name, path).cell());
    }

    private static Column shown(String name, Function<JsonNode, String> cell) {
        return new Column(name, false, (object, now) -> cell.apply(object));
    }

    private static String condition(JsonNode object, String type) {
        return Tree.items(object, "status", "conditions")
                .filter(each -> Tree.text(each, "type").equals(type))
                .map(each -> Tree.text(each, "status"))
                .findFirst()
                .orElse("");
    }

    private static String nodeStatus(JsonNode node) {
        String ready = condition(node, "Ready").equals("True") ? "Ready" : "NotReady";
        return Tree.flag(node, "spec", "unschedulable") ? ready + ",SchedulingDisabled" : ready;
    }

    private static String podReady(JsonNode pod) {
        long ready = Tree.items(pod, "status", "containerStatuses")
                .filter(each -> Tree.flag(each, "ready"))
                .count();
        return ready + "/" + Tree.at(pod, "spec", "containers").size();
    }

    private static String podStatus(JsonNode pod) {
        if (pod.path("metadata").has("deletionTimestamp")) {
            return "Terminating";
        }
        return Tree.items(pod, "status", "containerStatuses")
                .map(each -> Tree.text(each, "state", "waiting", "reason"))
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse(Tree.text(pod, "status", "phase"));
    }

    private static String restarts(JsonNode pod) {
        return Long.toString(Tree.items(pod, "status", "containerStatuses")
                .mapToLong(each -> Tree.number(each, 0, "restartCount"))
                .sum());
    }

    private static String ready(JsonNode workload) {
        return Tree.number(workload, 0, "status", "readyReplicas") + "/" + Tree.number(workload, 1, "spec", "replicas");
    }
}
