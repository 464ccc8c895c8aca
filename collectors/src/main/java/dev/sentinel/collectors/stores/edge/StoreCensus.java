package dev.sentinel.collectors.stores.edge;

import dev.sentinel.collectors.stores.Discovery;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.collectors.stores.StoreKind;
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

/** Finds the stores of one kind in a cluster: in pods, and behind marked services. */
public final class StoreCensus implements Census<Store> {
    private final StoreKind kind;
    private final ClusterObjects cluster;
    private final Ways ways;

    public StoreCensus(StoreKind kind, ClusterObjects cluster, Ways ways) {
        this.kind = kind;
        this.cluster = cluster;
        this.ways = ways;
    }

    @Override
    public List<Watched<Store>> take(Instant now) throws IOException, InterruptedException {
        List<Discovery.Found> found = new ArrayList<>();
        cluster.all(ClusterObjects.Kind.POD)
                .forEach(pod -> Discovery.in(pod, now).ifPresent(found::add));
        cluster.all(ClusterObjects.Kind.SERVICE)
                .forEach(service -> Discovery.behind(service, now).ifPresent(found::add));
        Map<String, Watched<Store>> stores = new LinkedHashMap<>();
        for (Discovery.Found each : found) {
            if (each.kind() == kind) {
                ways.to(each.address())
                        .ifPresent(site -> stores.putIfAbsent(
                                each.address(),
                                new Watched<>(each.store(), each.store().ref(), each.edges(), site)));
            }
        }
        return List.copyOf(stores.values());
    }
}
