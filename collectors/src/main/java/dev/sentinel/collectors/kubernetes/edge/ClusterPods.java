package dev.sentinel.collectors.kubernetes.edge;

import dev.sentinel.collectors.logs.edge.PodStreams;
import dev.sentinel.collectors.reading.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The containers of a cluster and what they write. */
public final class ClusterPods implements PodStreams {
    private static final ObjectKind PODS = ObjectKind.namespaced("", "v1", "pods", "Pod");

    private final Cluster cluster;
    private final List<String> namespaces;

    /** Without namespaces all are looked at. */
    public ClusterPods(Cluster cluster, List<String> namespaces) {
        this.cluster = cluster;
        this.namespaces = namespaces.isEmpty() ? List.of("") : List.copyOf(namespaces);
    }

    @Override
    public List<Container> begun() throws IOException {
        List<Container> begun = new ArrayList<>();
        for (String namespace : namespaces) {
            var unused = cluster.each(
                    PODS, namespace, "", json -> Resource.of(json).ifPresent(pod -> begun.addAll(containers(pod))));
        }
        return begun;
    }

    /** Those that have begun; a container that waits for its first run has no log yet, and the API would answer with an error. */
    private static List<Container> containers(Resource pod) {
        return pod.status("containerStatuses").items().stream()
                .filter(each -> each.at("state", "running").present()
                        || each.at("state", "terminated").present()
                        || each.at("lastState", "terminated").present())
                .map(each -> new Container(
                        pod.namespace(),
                        pod.name(),
                        pod.uid(),
                        each.at("name").name(),
                        pod.spec("nodeName").name(),
                        each.at("restartCount").count(),
                        !each.at("state", "running").present()))
                .filter(each -> !each.container().isEmpty())
                .toList();
    }

    @Override
    public InputStream follow(Container container, Optional<Instant> since) throws IOException {
        return cluster.logStream(
                new PodLog(container.namespace(), container.pod(), container.container(), since, Long.MAX_VALUE));
    }
}
