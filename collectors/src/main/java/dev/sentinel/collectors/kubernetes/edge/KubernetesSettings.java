package dev.sentinel.collectors.kubernetes.edge;

import java.time.Duration;
import java.util.List;

/**
 * What a person decides about reading Kubernetes.
 *
 * @param connection how the API is reached
 * @param timeout of each request; default 10 s, from 1 s to 60 s
 * @param longhornNamespace where Longhorn's objects are, for the way from a volume of Kubernetes to Longhorn's; default
 *     longhorn-system
 * @param owners further kinds that own workloads, watched where they are served; default those of the Prometheus operator, of
 *     VictoriaMetrics' and of Argo's rollouts
 * @param mostWaiting changed objects that wait to be read, beyond which a kind is gone through as a whole; default 50,000, from
 *     100 to 1,000,000; each takes about 200 bytes, and 1 KB when it was deleted
 */
public record KubernetesSettings(
        Connection connection, Duration timeout, String longhornNamespace, List<ObjectKind> owners, int mostWaiting) {

    public static final List<ObjectKind> OWNERS = List.of(
            ObjectKind.namespaced("monitoring.coreos.com", "v1", "prometheuses", "Prometheus"),
            ObjectKind.namespaced("monitoring.coreos.com", "v1alpha1", "prometheusagents", "PrometheusAgent"),
            ObjectKind.namespaced("monitoring.coreos.com", "v1", "alertmanagers", "Alertmanager"),
            ObjectKind.namespaced("monitoring.coreos.com", "v1", "thanosrulers", "ThanosRuler"),
            ObjectKind.namespaced("operator.victoriametrics.com", "v1beta1", "vmsingles", "VMSingle"),
            ObjectKind.namespaced("operator.victoriametrics.com", "v1beta1", "vmclusters", "VMCluster"),
            ObjectKind.namespaced("argoproj.io", "v1alpha1", "rollouts", "Rollout"));

    public KubernetesSettings {
        owners = List.copyOf(owners);
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("a timeout from 1 s to 60 s, not " + timeout);
        }
        if (mostWaiting < 100 || mostWaiting > 1_000_000) {
            throw new IllegalArgumentException("from 100 to 1000000 waiting objects, not " + mostWaiting);
        }
    }

    public static KubernetesSettings of(Connection connection) {
        return new KubernetesSettings(connection, Duration.ofSeconds(10), "longhorn-system", OWNERS, 50_000);
    }
}
