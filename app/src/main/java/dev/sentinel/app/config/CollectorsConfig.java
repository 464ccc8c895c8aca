package dev.sentinel.app.config;

import dev.sentinel.collectors.csi.edge.CsiSettings;
import dev.sentinel.collectors.host.edge.HostSettings;
import dev.sentinel.collectors.kubernetes.edge.Connection;
import dev.sentinel.collectors.kubernetes.edge.KubernetesSettings;
import dev.sentinel.collectors.logs.edge.FileSettings;
import dev.sentinel.collectors.logs.edge.Whose;
import dev.sentinel.collectors.longhorn.edge.LonghornSettings;
import dev.sentinel.collectors.machine.JournalSettings;
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
 * @param heartbeat how often each of them says that it lives, and so does the program
 * @param on the collectors that work here
 * @param api how the API of the cluster is reached, where there is one
 */
public record CollectorsConfig(
        Duration lease,
        Duration heartbeat,
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
        Webhook webhook,
        Longhorn longhorn,
        Servers<Store> vmalert,
        Machines machine,
        Optional<Path> signatures,
        Logs logs,
        PodLogs podLogs,
        JournalSettings journal,
        Path ring,
        Multipath multipath,
        CsiSettings csi,
        HostSettings host) {

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
            "vmalert",
            "nomad",
            "webhook",
            "podlogs",
            "logs",
            "journal",
            "kernel",
            "multipath",
            "csi",
            "host");

    public CollectorsConfig {
        on = new TreeSet<>(on);
    }

    /** The API of the cluster, for all collectors that ask it. */
    public record Api(Connection connection, Duration timeout) {}

    /** What only the collector of Kubernetes wants to know. */
    public record Kubernetes(int mostWaiting) {
        public KubernetesSettings settings(Api api, String longhornNamespace) {
            return new KubernetesSettings(
                    api.connection(), api.timeout(), longhornNamespace, KubernetesSettings.OWNERS, mostWaiting);
        }
    }

    /** Where Longhorn is, and whether its managers are asked for their metrics. */
    public record Longhorn(String namespace, boolean metrics) {
        public LonghornSettings settings(Api api, int mostWaiting) {
            var usual = LonghornSettings.of(api.connection());
            return new LonghornSettings(
                    api.connection(),
                    api.timeout(),
                    namespace,
                    mostWaiting,
                    metrics,
                    usual.metricsPort(),
                    usual.metricsEvery());
        }
    }

    /**
     * The machine whose files, kernel and disks are read.
     *
     * @param root where its files begin
     * @param node its name in Kubernetes; empty outside
     * @param name its name elsewhere; empty for that of this host
     */
    public record Machines(Path root, String node, String name, String kubelet) {}

    /**
     * Logs as files.
     *
     * @param pods whether those of containers are read, where the kubelet has them
     */
    public record Logs(boolean pods, List<FileSettings.Watched> files, List<Whose.Rule> containers) {
        public Logs {
            files = List.copyOf(files);
            containers = List.copyOf(containers);
        }
    }

    /** How multipathd is asked: by its socket where it has one in the file system, else by its program. */
    public record Multipath(Optional<Path> socket, String program, Duration every) {}

    /** Logs through the cluster's API; without namespaces those of all. */
    public record PodLogs(List<String> namespaces, int most, List<Whose.Rule> containers) {
        public PodLogs {
            namespaces = List.copyOf(namespaces);
            containers = List.copyOf(containers);
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

    /**
     * What others send.
     *
     * @param listen an address of their own, which other machines may reach; without it they are on the program's server
     */
    public record Webhook(List<Hook> hooks, Optional<Path> mappings, Optional<HostPort> listen) {
        public Webhook {
            hooks = List.copyOf(hooks);
        }
    }

    /** What this instance is called: as the node it is on, so that all that is told of a machine meets there. */
    public String instance(String hostName) {
        String known = machine.node().isEmpty() ? machine.name() : machine.node();
        return known.isEmpty() ? hostName : known;
    }

    /** The same, with these collectors and no others. */
    public CollectorsConfig only(SortedSet<String> names) {
        return new CollectorsConfig(
                lease,
                heartbeat,
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
                webhook,
                longhorn,
                vmalert,
                machine,
                signatures,
                logs,
                podLogs,
                journal,
                ring,
                multipath,
                csi,
                host);
    }
}
