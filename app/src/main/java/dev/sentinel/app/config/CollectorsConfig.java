package dev.sentinel.app.config;

import dev.sentinel.collectors.kubernetes.edge.Connection;
import dev.sentinel.collectors.kubernetes.edge.KubernetesSettings;
import dev.sentinel.collectors.nomad.edge.NomadRegion;
import dev.sentinel.collectors.prometheus.Server;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.collectors.stores.edge.History;
import dev.sentinel.collectors.web.Watched;
import dev.sentinel.collectors.webhook.edge.Hook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which sources are read, and how.
 *
 * @param lease how long the other instances wait for one that died, before one of them reads the sources of the cluster
 * @param on the collectors that work here
 * @param api how the API of the cluster is reached, where there is one
 */
public record CollectorsConfig(
        Duration lease,
        SortedSet<String> on,
        Optional<Api> api,
        Kubernetes kubernetes,
        Servers<Server> prometheus,
        Servers<Store> loki,
        Victoria victoriaMetrics,
        Servers<Store> victoriaLogs,
        Servers<Store> thanos,
        Servers<Store> alertmanager,
        Optional<NomadRegion> nomad,
        Webhook webhook) {

    /** The collectors there are, as they are called in the configuration. */
    public static final List<String> NAMES = List.of(
            "kubernetes",
            "longhorn",
            "prometheus",
            "loki",
            "victoriametrics",
            "victorialogs",
            "thanos",
            "alertmanager",
            "nomad",
            "webhook");

    public CollectorsConfig {
        on = new TreeSet<>(on);
    }

    /** The API of the cluster, for all collectors that ask it. */
    public record Api(Connection connection, Duration timeout) {}

    /** What only the collector of Kubernetes wants to know. */
    public record Kubernetes(String longhornNamespace, int mostWaiting) {
        public KubernetesSettings settings(Api api) {
            return new KubernetesSettings(
                    api.connection(), api.timeout(), longhornNamespace, KubernetesSettings.OWNERS, mostWaiting);
        }
    }

    /**
     * Servers of one kind.
     *
     * @param discover whether those of the cluster are found through its API
     */
    public record Servers<T>(List<Watched<T>> named, boolean discover, Duration every) {
        public Servers {
            named = List.copyOf(named);
        }
    }

    /** VictoriaMetrics, and what of its past is looked for. */
    public record Victoria(Servers<Store> servers, History history) {}

    /** What others send. */
    public record Webhook(List<Hook> hooks, Optional<Path> mappings) {
        public Webhook {
            hooks = List.copyOf(hooks);
        }
    }

    /** The same, with these collectors and no others. */
    public CollectorsConfig only(SortedSet<String> names) {
        return new CollectorsConfig(
                lease,
                names,
                api,
                kubernetes,
                prometheus,
                loki,
                victoriaMetrics,
                victoriaLogs,
                thanos,
                alertmanager,
                nomad,
                webhook);
    }
}
