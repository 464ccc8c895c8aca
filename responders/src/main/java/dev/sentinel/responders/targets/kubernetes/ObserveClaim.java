package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a claim is bound to, and the nodes that its volume is attached to. */
record ObserveClaim() implements Looking.Look {
    private static final Declaration DECLARATION = new Declaration(
            "kubernetes.persistent_volume_claim.observe",
            "What a claim is bound to, and which nodes its volume is attached to",
            RiskTier.RISK_TIER_READ,
            List.of(Kinds.CLAIM.thing()),
            List.of(),
            List.of(),
            Duration.ofSeconds(60),
            new WayBack.Unchanging(),
            "get persistentvolumeclaims; list volumeattachments.storage.k8s.io",
            List.of("pause"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public Optional<Seen> look(Order order, Cluster cluster) throws NoAnswer {
        Optional<JsonNode> claim = cluster.get(Place.of(order.target()));
        if (claim.isEmpty()) {
            return Optional.empty();
        }
        String volume = Json.text(claim.get(), "spec", "volumeName");
        Set<String> nodes = new TreeSet<>();
        cluster.each(Kinds.ATTACHMENT, "", Map.of(), ClusterSurvey.MOST, each -> {
            if (Json.text(each, "spec", "source", "persistentVolumeName").equals(volume)) {
                nodes.add(Json.text(each, "spec", "nodeName"));
            }
        });
        return Optional.of(Seen.of(
                claim.get(),
                Map.of(
                        "phase",
                        Json.text(claim.get(), "status", "phase"),
                        "volume",
                        volume,
                        "attachedTo",
                        String.join(" ", nodes))));
    }
}
