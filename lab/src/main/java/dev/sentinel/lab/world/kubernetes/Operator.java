package dev.sentinel.lab.world.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.util.stream.Stream;

/**
 * The Prometheus operator: a stateful set as the Prometheus says, put back at once when somebody scales it by hand, left
 * alone while paused (domain 6.6).
 */
final class Operator implements Controller {

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.PROMETHEUS)) {
            return Stream.of(change.key());
        }
        return change.of(Kinds.STATEFUL_SET)
                ? Owners.controller(change.after()).stream()
                        .filter(owner -> Tree.text(owner, "kind").equals("Prometheus"))
                        .map(owner -> new Key(Kinds.PROMETHEUS, change.key().namespace(), Tree.text(owner, "name")))
                : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        world.store()
                .find(key)
                .filter(each -> !Tree.flag(each, "spec", "paused"))
                .ifPresent(prometheus -> {
                    Key set = new Key(Kinds.STATEFUL_SET, key.namespace(), "prometheus-" + key.name());
                    if (world.store().find(set).isEmpty()) {
                        var unused = world.store().create(Kinds.STATEFUL_SET, wanted(prometheus, set));
                    } else {
                        world.store()
                                .change(
                                        set,
                                        each -> each.set(
                                                "spec", wanted(prometheus, set).get("spec")));
                    }
                    tellStatus(world, key, set);
                });
    }

    private static void tellStatus(World world, Key key, Key set) {
        world.store()
                .find(set)
                .ifPresent(found -> world.store().change(key, each -> {
                    Tree.set(each, Tree.flag(each, "spec", "paused"), "status", "paused");
                    Tree.set(each, Tree.number(found, 0, "status", "replicas"), "status", "replicas");
                    Tree.set(each, Tree.number(found, 0, "status", "readyReplicas"), "status", "availableReplicas");
                }));
    }

    private static ObjectNode wanted(ObjectNode prometheus, Key key) {
        String name = Tree.text(prometheus, "metadata", "name");
        ObjectNode labels = Tree.of(
                "app.kubernetes.io/name", "prometheus",
                "operator.prometheus.io/name", name,
                "operator.prometheus.io/shard", "0",
                "operator.prometheus.io/mode", "server");
        ObjectNode claim = prometheus
                .path("spec")
                .path("storage")
                .path("volumeClaimTemplate")
                .deepCopy();
        String volume = Tree.text(claim, "metadata", "name").isEmpty()
                ? "prometheus-%s-db".formatted(name)
                : Tree.text(claim, "metadata", "name");
        Tree.set(claim, volume, "metadata", "name");
        return Tree.of(
                "metadata",
                Tree.of(
                        "name", key.name(),
                        "namespace", key.namespace(),
                        "labels", labels,
                        "ownerReferences", Owners.controlledBy(prometheus)),
                "spec",
                Tree.of(
                        "replicas", replicas(prometheus),
                        "podManagementPolicy", "Parallel",
                        "serviceName", "prometheus-operated",
                        "selector", Tree.of("matchLabels", labels),
                        "template", template(prometheus, labels, volume),
                        "volumeClaimTemplates", Tree.list(claim)));
    }

    /** Absent means 1, negative means 1, 0 is honoured. */
    private static long replicas(ObjectNode prometheus) {
        long replicas = Tree.number(prometheus, 1, "spec", "replicas");
        return replicas < 0 ? 1 : replicas;
    }

    private static ObjectNode template(ObjectNode prometheus, ObjectNode labels, String volume) {
        return Tree.of(
                "metadata",
                Tree.of(
                        "labels",
                        labels,
                        "annotations",
                        Tree.of(
                                Program.ANNOTATION,
                                "prometheus",
                                "kubectl.kubernetes.io/default-container",
                                "prometheus")),
                "spec",
                Tree.of(
                        "terminationGracePeriodSeconds",
                        600,
                        "containers",
                        Tree.list(server(prometheus, volume), reloader())));
    }

    private static ObjectNode server(ObjectNode prometheus, String volume) {
        ObjectNode container = Tree.of(
                "name",
                "prometheus",
                "image",
                "quay.io/prometheus/prometheus:" + Tree.text(prometheus, "spec", "version"),
                "args",
                Tree.list(
                        "--config.file=/etc/prometheus/config_out/prometheus.env.yaml",
                        "--storage.tsdb.path=/prometheus"),
                "ports",
                Tree.list(Tree.of("name", "web", "containerPort", 9090, "protocol", "TCP")),
                "startupProbe",
                Tree.of("periodSeconds", 15, "failureThreshold", startupFailures(prometheus)),
                "livenessProbe",
                Tree.of("periodSeconds", 5, "failureThreshold", 6),
                "volumeMounts",
                Tree.list(Tree.of("name", volume, "mountPath", "/prometheus", "subPath", "prometheus-db")));
        if (prometheus.path("spec").has("resources")) {
            container.set("resources", prometheus.path("spec").path("resources").deepCopy());
        }
        return container;
    }

    private static ObjectNode reloader() {
        return Tree.of(
                "name", "config-reloader",
                "image", "quay.io/prometheus-operator/prometheus-config-reloader:v0.93.0");
    }

    /** A quarter of an hour in steps of 15 s, unless the Prometheus allows more; at least a minute. */
    private static long startupFailures(ObjectNode prometheus) {
        return Math.max(60, Tree.number(prometheus, 900, "spec", "maximumStartupDurationSeconds")) / 15;
    }
}
