package dev.sentinel.responders.targets.longhorn;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.situation.Volume;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.responders.targets.kubernetes.Kinds;
import dev.sentinel.responders.targets.kubernetes.Looking;
import dev.sentinel.responders.targets.kubernetes.Seen;
import dev.sentinel.responders.targets.kubernetes.VolumeReading;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a volume and its copies are. */
record ObserveVolume(String namespace) implements Looking.Look {
    private static final Declaration DECLARATION = new Declaration(
            "longhorn.volume.observe",
            "How a volume and its copies are, and how far rebuilds are",
            RiskTier.RISK_TIER_READ,
            List.of(Kinds.LONGHORN_VOLUME.thing()),
            List.of(),
            List.of(),
            Duration.ofSeconds(60),
            new WayBack.Unchanging(),
            "get volumes.longhorn.io, volumeattachments.longhorn.io and list engines.longhorn.io, replicas.longhorn.io in longhorn-system",
            List.of("pause"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public Optional<Seen> look(Order order, Cluster cluster) throws NoAnswer {
        Optional<JsonNode> object = cluster.get(InLonghorn.place(order, namespace));
        if (object.isEmpty()) {
            return Optional.empty();
        }
        Volume volume = VolumeReading.volume(
                object.get(), new VolumeParts(namespace, cluster).of(Json.name(object.get())), Optional.empty());
        Map<String, String> facts = new HashMap<>(Map.of(
                "state", Json.text(object.get(), "status", "state"),
                "robustness", Json.text(object.get(), "status", "robustness"),
                "node", volume.node(),
                "replicaAutoBalance", volume.autoBalance(),
                "wantedReplicas", Integer.toString(volume.wantedReplicas()),
                "replicas", Integer.toString(volume.replicas().size()),
                "safeCopies", Integer.toString(volume.safeCopies().size()),
                "actualSize", Long.toString(volume.actualBytes()),
                "tickets", String.join(", ", volume.tickets()),
                "held", Json.text(object.get(), "metadata", "annotations", Hold.MARK)));
        List<Volume.Rebuild> rebuilds =
                volume.engine().map(Volume.Engine::rebuilds).orElse(List.of());
        facts.put("rebuilding", Integer.toString(rebuilds.size()));
        facts.put(
                "rebuildPercent",
                rebuilds.stream().mapToInt(Volume.Rebuild::percent).min().stream()
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining()));
        facts.put(
                "engineRunning",
                Boolean.toString(volume.engine().filter(Volume.Engine::running).isPresent()));
        facts.put(
                "readOnly",
                Boolean.toString(volume.engine().filter(Volume.Engine::readOnly).isPresent()));
        return Optional.of(Seen.of(object.get(), facts));
    }
}
