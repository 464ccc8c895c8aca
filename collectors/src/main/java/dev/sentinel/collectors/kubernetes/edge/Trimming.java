package dev.sentinel.collectors.kubernetes.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Takes out of objects what no reading looks at, and puts in what lists leave out. */
final class Trimming {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    /** Containers are read by their status. */
    private static final Set<String> OF_PODS = Set.of("nodeName", "volumes");

    private static final Set<String> WITH_TEMPLATE =
            Set.of("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job");

    private Trimming() {}

    static ObjectNode trimmed(ObjectNode object, ObjectKind kind, boolean authors) {
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        if (object.path("metadata") instanceof ObjectNode metadata) {
            if (!authors) {
                metadata.remove("managedFields");
            }
            if (metadata.path("annotations") instanceof ObjectNode annotations) {
                annotations.remove(LAST_APPLIED);
            }
        }
        JsonNode spec = object.path("spec");
        if (spec instanceof ObjectNode some && kind.kind().equals("Pod")) {
            some.retain(OF_PODS);
        } else if (spec instanceof ObjectNode some && WITH_TEMPLATE.contains(kind.kind())) {
            some.remove(List.of("template", "volumeClaimTemplates"));
        }
        if (kind.kind().equals("Node") && object.path("status") instanceof ObjectNode status) {
            status.remove("images");
        }
        return object;
    }
}
