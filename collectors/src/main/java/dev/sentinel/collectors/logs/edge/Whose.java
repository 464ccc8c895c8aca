package dev.sentinel.collectors.logs.edge;

import dev.sentinel.collectors.logs.Origin;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.v1.Ref;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says which store or component a container is, by its name, so that signatures know its lines and events name the right
 * thing. The first rule that fits decides.
 *
 * @param node whose logs they are, as the cluster calls it; empty outside Kubernetes
 */
public record Whose(String node, List<Rule> rules) {

    /**
     * One rule. A name that ends with a star stands for all that begin so.
     *
     * @param pod name of the pod
     * @param container name of the container
     * @param program which signatures apply: "prometheus"
     * @param thing the kind of thing that events are about, with namespace and name of the pod: "prometheus.server"
     */
    public record Rule(String pod, String container, String program, String thing) {
        boolean fits(String podName, String containerName) {
            return matches(pod, podName) && matches(container, containerName);
        }

        private static boolean matches(String wanted, String name) {
            return wanted.endsWith("*")
                    ? name.startsWith(wanted.substring(0, wanted.length() - 1))
                    : wanted.equals(name);
        }
    }

    /** The names that the usual charts and manifests give. */
    public static final List<Rule> USUAL = List.of(
            new Rule("*", "prometheus", "prometheus", "prometheus.server"),
            new Rule("*", "prometheus-server", "prometheus", "prometheus.server"),
            new Rule("*", "loki", "loki", "loki.server"),
            new Rule("*", "single-binary", "loki", "loki.server"),
            new Rule("*", "vmstorage", "vmstorage", "victoria.server"),
            new Rule("*", "vmsingle*", "vmsingle", "victoria.server"),
            new Rule("*", "victoria-metrics*", "victoria-metrics", "victoria.server"),
            new Rule("*", "vlstorage", "vlstorage", "victoria.server"),
            new Rule("*", "vlsingle*", "vlsingle", "victoria.server"),
            new Rule("*", "victoria-logs*", "victoria-logs", "victoria.server"),
            new Rule("*", "thanos-compact*", "thanos-compactor", "thanos.compactor"),
            new Rule("*", "compactor", "thanos-compactor", "thanos.compactor"),
            new Rule("*", "alertmanager", "alertmanager", "alertmanager.server"),
            new Rule("*", "longhorn-manager", "longhorn-manager", "kubernetes.pod"),
            new Rule("instance-manager-*", "*", "longhorn-instance-manager", "longhorn.instance_manager"),
            new Rule("*", "longhorn-csi-plugin", "csi-driver", "kubernetes.pod"),
            new Rule("*", "csi-driver", "csi-driver", "kubernetes.pod"),
            new Rule("*", "etcd", "etcd", "etcd.member"),
            new Rule("*", "multipathd", "multipathd", "kubernetes.pod"));

    public Whose {
        rules = List.copyOf(rules);
    }

    /** The origin of a container's lines; nothing when no rule knows it. */
    Optional<Origin> of(PodFileName name) {
        return rules.stream()
                .filter(rule -> rule.fits(name.pod(), name.container()))
                .findFirst()
                .map(rule -> origin(rule, name));
    }

    private Origin origin(Rule rule, PodFileName name) {
        Ref pod = name.uid().isEmpty()
                ? Refs.of("kubernetes.pod", name.namespace(), name.pod())
                : Refs.of("kubernetes.pod", name.namespace(), name.pod(), name.uid());
        boolean isPod = rule.thing().equals("kubernetes.pod");
        Ref subject = isPod ? pod : Refs.of(rule.thing(), name.namespace(), name.pod());
        List<Ref> machine = node.isEmpty() ? List.of() : List.of(Refs.node(node));
        List<Ref> related = isPod
                ? machine
                : Stream.concat(Stream.of(pod), machine.stream()).toList();
        return new Origin(
                rule.program(),
                subject,
                related,
                Map.of("namespace", name.namespace(), "pod", name.pod(), "container", name.container(), "node", node));
    }
}
