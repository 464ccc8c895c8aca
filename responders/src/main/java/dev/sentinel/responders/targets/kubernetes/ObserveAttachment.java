package dev.sentinel.responders.targets.kubernetes;

import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a volume is attached to a node, in the words of Kubernetes. */
record ObserveAttachment() implements Looking.Look {
    private static final Declaration DECLARATION = new Declaration(
            "kubernetes.volume_attachment.observe",
            "Whether a volume is attached to a node",
            RiskTier.RISK_TIER_READ,
            List.of(Kinds.ATTACHMENT.thing()),
            List.of(),
            List.of(),
            Duration.ofSeconds(60),
            new WayBack.Unchanging(),
            "get volumeattachments.storage.k8s.io",
            List.of("pause"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public Optional<Seen> look(Order order, Cluster cluster) throws NoAnswer {
        return cluster.get(Place.of(order.target()))
                .map(each -> Seen.of(
                        each,
                        Map.of(
                                "node",
                                Json.text(each, "spec", "nodeName"),
                                "persistentVolume",
                                Json.text(each, "spec", "source", "persistentVolumeName"),
                                "attached",
                                Boolean.toString(Json.flag(each, "status", "attached")),
                                "error",
                                Json.text(each, "status", "attachError", "message")
                                        + Json.text(each, "status", "detachError", "message"))));
    }
}
