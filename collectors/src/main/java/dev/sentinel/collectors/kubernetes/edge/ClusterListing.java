package dev.sentinel.collectors.kubernetes.edge;

import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.web.ClusterObjects;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The objects of a cluster, listed when they are asked for. */
public final class ClusterListing implements ClusterObjects {
    private static final int MOST = 50_000;

    private final Cluster cluster;

    public ClusterListing(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public List<Resource> all(Kind kind) throws IOException {
        List<Resource> all = new ArrayList<>();
        var unused = cluster.each(served(kind), "", "", json -> {
            if (all.size() < MOST) {
                Resource.of(json).ifPresent(all::add);
            }
        });
        if (all.size() == MOST) {
            throw new IOException("more than %d objects of %s; name the servers instead of having them found"
                    .formatted(MOST, served(kind).resource()));
        }
        return all;
    }

    private static ObjectKind served(Kind kind) {
        return switch (kind) {
            case POD -> ObjectKind.namespaced("", "v1", "pods", "Pod");
            case SERVICE -> ObjectKind.namespaced("", "v1", "services", "Service");
            case STATEFULSET -> ObjectKind.namespaced("apps", "v1", "statefulsets", "StatefulSet");
            case PROMETHEUS -> ObjectKind.namespaced("monitoring.coreos.com", "v1", "prometheuses", "Prometheus");
        };
    }
}
