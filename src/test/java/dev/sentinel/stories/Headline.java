package dev.sentinel.stories;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A new node that takes replicas it cannot hold, and a Prometheus that stops over it: as lines of proto3 JSON without ids. */
record Headline(String cluster, Instant start) {

    static final String PATTERN = "new-node-poisons-telemetry";
    static final String NODE = "agent-4";
    private static final String VOLUME = "pvc-1";

    List<String> beginning() {
        return List.of(topology(), joined(), replicaFailed());
    }

    private String topology() {
        return event(
                0,
                "SEVERITY_INFO",
                "sentinel.site",
                "",
                "home",
                "\"topology\":{\"scope\":\"home\",\"edges\":["
                        + String.join(
                                ",",
                                edge(
                                        "STORED_ON",
                                        "prometheus.server",
                                        "monitoring/k8s-0",
                                        "kubernetes.persistent_volume_claim",
                                        "monitoring/data-0"),
                                edge(
                                        "BOUND_TO",
                                        "kubernetes.persistent_volume_claim",
                                        "monitoring/data-0",
                                        "kubernetes.persistent_volume",
                                        "/" + VOLUME),
                                edge(
                                        "IS",
                                        "kubernetes.persistent_volume",
                                        "/" + VOLUME,
                                        "longhorn.volume",
                                        "longhorn-system/" + VOLUME),
                                edge(
                                        "HAS",
                                        "longhorn.volume",
                                        "longhorn-system/" + VOLUME,
                                        "longhorn.replica",
                                        "longhorn-system/r-1"),
                                edge(
                                        "ON",
                                        "longhorn.replica",
                                        "longhorn-system/r-1",
                                        "longhorn.disk",
                                        "longhorn-system/d-1"),
                                edge("PART_OF", "longhorn.disk", "longhorn-system/d-1", "kubernetes.node", "/" + NODE))
                        + "]}");
    }

    private static String edge(String kind, String fromKind, String from, String toKind, String to) {
        return "{\"kind\":\"EDGE_KIND_%s\",\"from\":%s,\"to\":%s,\"validFrom\":\"2026-11-01T00:00:00Z\"}"
                .formatted(kind, ref(fromKind, from), ref(toKind, to));
    }

    private static String ref(String kind, String placed) {
        String[] parts = placed.split("/", 2);
        return "{\"kind\":\"%s\",\"namespace\":\"%s\",\"name\":\"%s\"}".formatted(kind, parts[0], parts[1]);
    }

    private String joined() {
        return event(
                1,
                "SEVERITY_INFO",
                "kubernetes.node",
                "",
                NODE,
                "\"kubernetesNodeJoined\":{\"createdAt\":\"%s\",\"kubeletVersion\":\"v1.31.4\"}".formatted(start));
    }

    private String replicaFailed() {
        return event(
                5,
                "SEVERITY_ERROR",
                "longhorn.replica",
                "longhorn-system",
                "r-1",
                "\"longhornReplicaFailed\":{\"volume\":\"%s\",\"node\":\"%s\"}".formatted(VOLUME, NODE));
    }

    String stale() {
        return event(
                10,
                "SEVERITY_CRITICAL",
                "prometheus.server",
                "monitoring",
                "k8s-0",
                "\"prometheusHeadStale\":{\"ageSeconds\":\"240\",\"unchangedReadings\":4,\"ready\":true}");
    }

    String event(int minute, String severity, String kind, String namespace, String name, String detail) {
        return ("{\"cluster\":\"%s\",\"source\":{\"collector\":\"story\",\"instance\":\"one\"},"
                        + "\"occurredAt\":\"%s\",\"severity\":\"%s\",\"subject\":%s,%s}")
                .formatted(
                        cluster,
                        start.plus(Duration.ofMinutes(minute)),
                        severity,
                        ref(kind, namespace + "/" + name),
                        detail);
    }
}
