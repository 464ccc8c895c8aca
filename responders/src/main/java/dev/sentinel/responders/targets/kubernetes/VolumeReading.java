package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.situation.Replica;
import dev.sentinel.responders.situation.Volume;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A Longhorn volume with its engine, copies and tickets. */
public final class VolumeReading {
    private VolumeReading() {}

    /**
     * What belongs to a volume.
     *
     * @param tickets Longhorn's own attachment of the volume
     */
    public record Parts(List<JsonNode> replicas, List<JsonNode> engines, Optional<JsonNode> tickets) {
        public Parts {
            replicas = List.copyOf(replicas);
            engines = List.copyOf(engines);
        }
    }

    public static Volume volume(JsonNode volume, Parts parts, Optional<Volume.Claim> claim) {
        Optional<JsonNode> engine = serving(parts.engines());
        Map<String, String> modes = new HashMap<>();
        engine.ifPresent(each -> Json.at(each, "status", "replicaModeMap")
                .properties()
                .forEach(mode -> modes.put(mode.getKey(), mode.getValue().asText())));
        return new Volume(
                Json.name(volume),
                Json.uid(volume),
                Json.text(volume, "metadata", "resourceVersion"),
                state(Json.text(volume, "status", "state")),
                robustness(Json.text(volume, "status", "robustness")),
                Json.text(volume, "status", "currentNodeID"),
                Json.number(volume, "spec", "size"),
                Json.number(volume, "status", "actualSize"),
                (int) Json.number(volume, "spec", "numberOfReplicas"),
                Json.text(volume, "spec", "replicaAutoBalance"),
                Json.time(volume, "status", "lastDegradedAt"),
                Json.time(volume, "status", "lastAutoSalvagedAt"),
                parts.replicas().stream()
                        .map(each -> replica(each, modes.getOrDefault(Json.name(each), "")))
                        .toList(),
                engine.map(VolumeReading::engine),
                parts.tickets().map(VolumeReading::tickets).orElse(List.of()),
                claim,
                Json.labels(volume));
    }

    /** Who wants the volume attached: "csi-attacher/csi-5d41 on agent-1". */
    public static List<String> tickets(JsonNode attachment) {
        Collection<String> tickets = new TreeSet<>();
        Json.at(attachment, "spec", "attachmentTickets")
                .forEach(each -> tickets.add("%s/%s on %s"
                        .formatted(Json.text(each, "type"), Json.text(each, "id"), Json.text(each, "nodeID"))));
        return List.copyOf(tickets);
    }

    /** One copy; the mode is the engine's word for it. */
    public static Replica replica(JsonNode replica, String mode) {
        return new Replica(
                Json.name(replica),
                Json.uid(replica),
                Json.text(replica, "spec", "nodeID"),
                Json.text(replica, "spec", "diskID"),
                switch (mode) {
                    case "RW" -> Replica.Mode.READS_AND_WRITES;
                    case "WO" -> Replica.Mode.WRITES_ONLY;
                    case "ERR" -> Replica.Mode.ERROR;
                    default -> Replica.Mode.NONE;
                },
                Json.flag(replica, "spec", "active"),
                Json.time(replica, "spec", "healthyAt"),
                Json.time(replica, "spec", "failedAt"),
                Json.time(replica, "spec", "lastHealthyAt"),
                Json.time(replica, "spec", "lastFailedAt"));
    }

    /** A volume has two engines only while it moves or after something went wrong; then the active one speaks for it. */
    public static Optional<JsonNode> serving(List<JsonNode> engines) {
        return engines.stream()
                .filter(each -> Json.flag(each, "spec", "active"))
                .findFirst()
                .or(() -> engines.stream().findFirst());
    }

    /** What serves a volume. */
    public static Volume.Engine engine(JsonNode engine) {
        Map<String, String> replicaAt = new HashMap<>();
        Json.at(engine, "status", "currentReplicaAddressMap")
                .properties()
                .forEach(each -> replicaAt.put("tcp://" + each.getValue().asText(), each.getKey()));
        List<Volume.Rebuild> rebuilds = new ArrayList<>();
        Json.at(engine, "status", "rebuildStatus").properties().stream()
                .filter(each -> Json.flag(each.getValue(), "isRebuilding"))
                .forEach(each ->
                        rebuilds.add(new Volume.Rebuild(replicaAt.getOrDefault(each.getKey(), each.getKey()), (int)
                                Json.number(each.getValue(), "progress"))));
        return new Volume.Engine(
                Json.name(engine),
                Json.text(engine, "spec", "nodeID"),
                Json.text(engine, "status", "currentState").equals("running"),
                Json.holds(engine.path("status"), "FilesystemReadOnly"),
                rebuilds);
    }

    private static Volume.State state(String word) {
        return switch (word) {
            case "creating" -> Volume.State.CREATING;
            case "attached" -> Volume.State.ATTACHED;
            case "detached" -> Volume.State.DETACHED;
            case "attaching" -> Volume.State.ATTACHING;
            case "detaching" -> Volume.State.DETACHING;
            case "deleting" -> Volume.State.DELETING;
            default -> Volume.State.OTHER;
        };
    }

    private static Volume.Robustness robustness(String word) {
        return switch (word) {
            case "healthy" -> Volume.Robustness.HEALTHY;
            case "degraded" -> Volume.Robustness.DEGRADED;
            case "faulted" -> Volume.Robustness.FAULTED;
            default -> Volume.Robustness.UNKNOWN;
        };
    }
}
