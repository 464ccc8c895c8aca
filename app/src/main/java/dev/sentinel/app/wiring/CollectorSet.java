package dev.sentinel.app.wiring;

import dev.sentinel.app.config.CollectorsConfig;
import dev.sentinel.app.config.CollectorsConfig.Api;
import dev.sentinel.app.config.CollectorsConfig.Servers;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.collectors.kubernetes.edge.Cluster;
import dev.sentinel.collectors.kubernetes.edge.ClusterListing;
import dev.sentinel.collectors.kubernetes.edge.ClusterPods;
import dev.sentinel.collectors.kubernetes.edge.KubernetesCollector;
import dev.sentinel.collectors.logs.edge.Listener;
import dev.sentinel.collectors.logs.edge.PodLogs;
import dev.sentinel.collectors.logs.edge.PodSettings;
import dev.sentinel.collectors.logs.edge.SignatureFolder;
import dev.sentinel.collectors.longhorn.edge.LonghornCollector;
import dev.sentinel.collectors.nomad.edge.NomadCollector;
import dev.sentinel.collectors.prometheus.edge.PrometheusCensus;
import dev.sentinel.collectors.prometheus.edge.PrometheusCollectors;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Collector.Reach;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.collectors.stores.StoreKind;
import dev.sentinel.collectors.stores.edge.StoreCensus;
import dev.sentinel.collectors.stores.edge.StoreCollectors;
import dev.sentinel.collectors.web.Census;
import dev.sentinel.collectors.web.ClusterObjects;
import dev.sentinel.collectors.web.ServerCollector.Plan;
import dev.sentinel.collectors.web.Ways;
import dev.sentinel.collectors.webhook.edge.Receiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The collectors that a configuration turns on, and the ways in that some of them have. */
public final class CollectorSet implements AutoCloseable {
    private static final int MOST_WAITING = 50_000;
    private static final int MOST_SERVERS = 200;

    private final CollectorsConfig config;
    private final List<Collector> collectors = new ArrayList<>();
    private final List<Receiver> receivers = new ArrayList<>();
    private final MachineCollectors machine;
    private Optional<Cluster> cluster = Optional.empty();

    private CollectorSet(CollectorsConfig config) {
        this.config = config;
        this.machine = new MachineCollectors(config, config.instance(Host.name()));
    }

    /**
     * Makes them; nothing is connected yet.
     *
     * @throws CannotStart when one needs what is not configured
     */
    public static CollectorSet of(CollectorsConfig config) throws CannotStart {
        var set = new CollectorSet(config);
        for (String name : config.on()) {
            set.add(name);
        }
        return set;
    }

    public List<Collector> collectors() {
        return List.copyOf(collectors);
    }

    /** What is to be mounted on the program's server. */
    public List<Receiver> receivers() {
        return List.copyOf(receivers);
    }

    private void add(String name) throws CannotStart {
        switch (name) {
            case "kubernetes" ->
                collectors.add(new KubernetesCollector(config.kubernetes()
                        .settings(api(name), config.longhorn().namespace())));
            case "longhorn" ->
                collectors.add(new LonghornCollector(config.longhorn().settings(api(name), MOST_WAITING)));
            case "podlogs" -> collectors.add(podLogs());
            case "nomad" ->
                collectors.add(new NomadCollector(config.nomad()
                        .orElseThrow(() -> lacking(name, "write collectors.nomad.url, the address of an agent"))));
            case "webhook" -> {
                var webhook = Hooks.of(config.webhook());
                collectors.add(webhook);
                receivers.addAll(webhook.receivers());
            }
            case "prometheus", "loki", "victoriametrics", "victorialogs", "thanos", "alertmanager", "vmalert" ->
                servers(name);
            default -> machine.of(name).ifPresent(collectors::add);
        }
    }

    private void servers(String name) throws CannotStart {
        collectors.add(
                switch (name) {
                    case "prometheus" ->
                        PrometheusCollectors.of(plan(
                                name, config.prometheus(), objects -> new PrometheusCensus(objects, Ways.plain())));
                    case "loki" -> StoreCollectors.loki(stores(name, config.loki(), StoreKind.LOKI));
                    case "victoriametrics" ->
                        StoreCollectors.victoriaMetrics(
                                stores(name, config.victoriaMetrics().servers(), StoreKind.VICTORIA_METRICS),
                                config.victoriaMetrics().history());
                    case "victorialogs" ->
                        StoreCollectors.victoriaLogs(stores(name, config.victoriaLogs(), StoreKind.VICTORIA_LOGS));
                    case "thanos" -> StoreCollectors.thanos(stores(name, config.thanos(), StoreKind.THANOS_COMPACTOR));
                    case "vmalert" ->
                        StoreCollectors.vmalert(plan(name, config.vmalert(), objects -> now -> List.of()));
                    default ->
                        StoreCollectors.alertmanager(stores(name, config.alertmanager(), StoreKind.ALERTMANAGER));
                });
    }

    private Plan<Store> stores(String name, Servers<Store> servers, StoreKind kind) throws CannotStart {
        return plan(name, servers, objects -> new StoreCensus(kind, objects, Ways.plain()));
    }

    private <T> Plan<T> plan(String name, Servers<T> servers, Function<ClusterObjects, Census<T>> census)
            throws CannotStart {
        if (servers.named().isEmpty() && !servers.discover()) {
            throw lacking(
                    name,
                    "write collectors.%s.servers with a url each, or collectors.%s.discover: true"
                            .formatted(name, name));
        }
        Optional<Census<T>> found =
                servers.discover() ? Optional.of(census.apply(new ClusterListing(cluster(name)))) : Optional.empty();
        // One round of questions may take no longer than the time until the next.
        var limit = servers.every().compareTo(Duration.ofSeconds(25)) > 0 ? servers.every() : Duration.ofSeconds(25);
        return new Plan<>(Reach.CLUSTER, servers.named(), found, new Rhythm(servers.every(), limit), MOST_SERVERS);
    }

    private Collector podLogs() throws CannotStart {
        var logs = config.podLogs();
        var usual = PodSettings.usual();
        return new PodLogs(
                new PodSettings(logs.containers(), usual.every(), logs.most(), usual.limits()),
                new ClusterPods(cluster("podlogs"), logs.namespaces()),
                SignatureFolder.open(config.signatures()),
                List.<Listener>of(),
                address -> Optional.empty());
    }

    private Api api(String name) throws CannotStart {
        return config.api()
                .orElseThrow(() ->
                        lacking(name, "no cluster is known; write collectors.api.kubeconfig, or collectors.api.url"));
    }

    private Cluster cluster(String name) throws CannotStart {
        if (cluster.isEmpty()) {
            var api = api(name);
            cluster = Optional.of(Cluster.at(api.connection(), api.timeout()));
        }
        return cluster.get();
    }

    static CannotStart lacking(String name, String what) {
        return new CannotStart("the collector \"%s\" cannot work: %s".formatted(name, what));
    }

    @Override
    public void close() {
        cluster.ifPresent(Cluster::close);
    }
}
