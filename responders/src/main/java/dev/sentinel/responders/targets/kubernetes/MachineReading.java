package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.situation.Machine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Nodes, as Kubernetes and Longhorn describe them. */
public final class MachineReading {
    private MachineReading() {}

    static Machine machine(JsonNode node, Optional<Machine.Storage> storage, List<Machine.InstanceManager> managers) {
        Optional<JsonNode> ready = Json.condition(node.path("status"), "Ready");
        boolean isReady = Json.holds(node.path("status"), "Ready");
        return new Machine(
                Json.name(node),
                Json.uid(node),
                isReady,
                isReady ? ready.flatMap(each -> Json.time(each, "lastTransitionTime")) : Optional.empty(),
                Json.time(node, "metadata", "creationTimestamp").orElse(Instant.EPOCH),
                Json.flag(node, "spec", "unschedulable"),
                Json.text(node, "status", "nodeInfo", "bootID"),
                Json.labels(node),
                storage,
                managers);
    }

    /** Longhorn's node. */
    public static Machine.Storage storage(JsonNode node) {
        List<Machine.Disk> disks = new ArrayList<>();
        Map<String, JsonNode> wanted = new TreeMap<>();
        Json.at(node, "spec", "disks").properties().forEach(each -> wanted.put(each.getKey(), each.getValue()));
        wanted.forEach((name, disk) -> disks.add(disk(name, disk, Json.at(node, "status", "diskStatus", name))));
        return new Machine.Storage(
                Json.uid(node),
                Json.text(node, "metadata", "resourceVersion"),
                Json.holds(node.path("status"), "Ready"),
                Json.flag(node, "spec", "allowScheduling"),
                Json.flag(node, "spec", "evictionRequested"),
                disks);
    }

    private static Machine.Disk disk(String name, JsonNode wanted, JsonNode status) {
        return new Machine.Disk(
                name,
                Json.text(status, "diskUUID"),
                Json.text(wanted, "path"),
                Json.holds(status, "Ready"),
                Json.holds(status, "Schedulable"),
                Json.flag(wanted, "allowScheduling"),
                Json.flag(wanted, "evictionRequested"),
                Json.number(status, "storageMaximum"),
                Json.number(status, "storageAvailable"),
                Json.number(status, "storageScheduled"));
    }

    /** @param pod which has the name of the instance manager; only it knows how often its process began anew */
    static Machine.InstanceManager manager(JsonNode manager, Optional<JsonNode> pod) {
        List<JsonNode> containers = pod.map(
                        each -> Json.items(each, "status", "containerStatuses").toList())
                .orElse(List.of());
        return new Machine.InstanceManager(
                Json.name(manager),
                Json.text(manager, "status", "currentState").equals("running"),
                (int) containers.stream()
                        .mapToLong(each -> Json.number(each, "restartCount"))
                        .sum(),
                containers.stream()
                        .flatMap(each -> Json.time(each, "state", "running", "startedAt").stream())
                        .max(Instant::compareTo));
    }
}
