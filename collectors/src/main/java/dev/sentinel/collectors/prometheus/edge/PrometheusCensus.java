package dev.sentinel.collectors.prometheus.edge;

import dev.sentinel.collectors.prometheus.Discovery;
import dev.sentinel.collectors.prometheus.Server;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.web.Census;
import dev.sentinel.collectors.web.ClusterObjects;
import dev.sentinel.collectors.web.Watched;
import dev.sentinel.collectors.web.Ways;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds Prometheus servers in a cluster: those of the operator first, whose resources say most, then pods, then marked services. */
public final class PrometheusCensus implements Census<Server> {
    private final ClusterObjects cluster;
    private final Ways ways;

    public PrometheusCensus(ClusterObjects cluster, Ways ways) {
        this.cluster = cluster;
        this.ways = ways;
    }

    @Override
    public List<Watched<Server>> take(Instant now) throws IOException, InterruptedException {
        List<Resource> pods = cluster.all(ClusterObjects.Kind.POD);
        List<Resource> sets = cluster.all(ClusterObjects.Kind.STATEFULSET);
        List<Discovery.Found> found = new ArrayList<>();
        for (Resource prometheus : cluster.all(ClusterObjects.Kind.PROMETHEUS)) {
            found.addAll(Discovery.under(prometheus, sets, pods, now).servers());
        }
        pods.forEach(pod -> Discovery.in(pod, now).ifPresent(found::add));
        cluster.all(ClusterObjects.Kind.SERVICE)
                .forEach(service -> Discovery.behind(service, now).ifPresent(found::add));
        // Whoever is found twice is the same server at the same address.
        Map<String, Watched<Server>> servers = new LinkedHashMap<>();
        for (Discovery.Found each : found) {
            ways.to(each.address())
                    .ifPresent(site -> servers.putIfAbsent(
                            each.address(),
                            new Watched<>(each.server(), each.server().ref(), each.edges(), site)));
        }
        return List.copyOf(servers.values());
    }
}
