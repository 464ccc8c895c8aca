package dev.sentinel.lab.world.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.servers.Telemetry;
import dev.sentinel.lab.world.Disks;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Kubernetes;
import dev.sentinel.lab.world.kubernetes.Machines;
import dev.sentinel.lab.world.kubernetes.Pods;
import dev.sentinel.lab.world.kubernetes.Program;
import dev.sentinel.lab.world.longhorn.Hardware;
import dev.sentinel.lab.world.longhorn.Longhorn;
import dev.sentinel.lab.world.longhorn.Names;
import dev.sentinel.lab.world.longhorn.Staging;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A cluster with Longhorn on it; {@code programs} are what its pods run beside the telemetry servers, by the name that their
 * annotation says.
 */
public record Cluster(World world, Machines machines, Hardware hardware, Pods pods, Telemetry telemetry) {

    private static final Duration BOOT = Duration.ofSeconds(10);

    public static Cluster found(long seed, Instant start, Disks disks, Map<String, Program> programs) {
        World world = new World(seed, start, disks);
        Machines machines = new Machines();
        Hardware hardware = new Hardware();
        Telemetry telemetry = new Telemetry();
        Map<String, Program> all = new TreeMap<>(telemetry.programs());
        all.putAll(programs);
        Pods pods = new Pods(machines, new Staging(), all);
        Kubernetes.run(world, machines, pods);
        for (String name : new String[] {"default", "kube-system", "kube-node-lease", Names.NAMESPACE}) {
            namespace(world, name);
        }
        Longhorn.run(world, hardware);
        world.settle();
        return new Cluster(world, machines, hardware, pods, telemetry);
    }

    /** A machine joins: its node is there at once, ready after it has booted. */
    public void joins(String node, Map<String, String> labels) {
        machines.boots(world, node, world.now().plus(BOOT));
        ObjectNode all = Tree.of("kubernetes.io/hostname", node, "kubernetes.io/os", "linux");
        // In order of name: the order of a given map may differ from run to run.
        new TreeMap<>(labels).forEach(all::put);
        ObjectNode created = Tree.of(
                "metadata", Tree.of("name", node, "labels", all),
                "spec", Tree.of(),
                "status",
                        Tree.of(
                                "nodeInfo",
                                Tree.of(
                                        "machineID",
                                                world.dice().hex(16)
                                                        + world.dice().hex(16),
                                        "bootID", "",
                                        "kubeletVersion", "v1.36.3+k3s1",
                                        "osImage", "Debian GNU/Linux 12 (bookworm)",
                                        "kernelVersion", "6.1.0-28-amd64"),
                                "addresses",
                                Tree.list(Tree.of("type", "InternalIP", "address", address(node))),
                                "conditions",
                                Tree.list(Tree.of(
                                        "type", "Ready",
                                        "status", "False",
                                        "reason", "KubeletNotReady",
                                        "message", "container runtime network not ready",
                                        "lastTransitionTime", world.now()))));
        var unused = world.store().create(Kinds.NODE, created);
        world.settle();
    }

    public void namespace(String name) {
        namespace(world, name);
    }

    /** A stateful set of one image with one volume each; {@code program} is what its container runs. */
    public Key runs(String namespace, String name, String program, int replicas, String size) {
        ObjectNode container = Tree.of(
                "name", name,
                "image", program + ":latest",
                "startupProbe", Tree.of("periodSeconds", 10, "failureThreshold", 30),
                "livenessProbe", Tree.of("periodSeconds", 10, "failureThreshold", 3),
                "volumeMounts", Tree.list(Tree.of("name", "data", "mountPath", "/data")));
        return set(namespace, name, program, replicas, container, Tree.list(claim("data", size)));
    }

    /** A Loki of one binary with its chunks and its index on one volume. */
    public Key loki(String namespace, String name, String size) {
        ObjectNode container = server(
                Telemetry.LOKI,
                "docker.io/grafana/loki:3.5.0",
                Tree.of("name", "http-metrics", "containerPort", 3100, "protocol", "TCP"),
                "-config.file=/etc/loki/config/config.yaml");
        container.set("volumeMounts", Tree.list(Tree.of("name", "storage", "mountPath", "/var/loki")));
        return set(namespace, name, Telemetry.LOKI, 1, container, Tree.list(claim("storage", size)));
    }

    /** A VictoriaMetrics of one node. */
    public Key victoriaMetrics(String namespace, String name, String size) {
        ObjectNode container = server(
                Telemetry.VICTORIA_METRICS,
                "docker.io/victoriametrics/victoria-metrics:v1.150.0",
                Tree.of("name", "http", "containerPort", 8428, "protocol", "TCP"),
                "-storageDataPath=/storage");
        container.set("volumeMounts", Tree.list(Tree.of("name", "server-volume", "mountPath", "/storage")));
        return set(namespace, name, Telemetry.VICTORIA_METRICS, 1, container, Tree.list(claim("server-volume", size)));
    }

    /** An Alertmanager, which every Prometheus of the world tells its alerts; it keeps nothing on a volume. */
    public Key alertmanager(String namespace, String name) {
        ObjectNode container = server(
                Telemetry.ALERTMANAGER,
                "quay.io/prometheus/alertmanager:v0.28.1",
                Tree.of("name", "http-web", "containerPort", 9093, "protocol", "TCP"),
                "--storage.path=/alertmanager");
        return set(namespace, name, Telemetry.ALERTMANAGER, 1, container, Tree.list());
    }

    private static ObjectNode server(String program, String image, ObjectNode port, String argument) {
        return Tree.of(
                "name", program,
                "image", image,
                "args", Tree.list(argument),
                "ports", Tree.list(port),
                "startupProbe", Tree.of("periodSeconds", 10, "failureThreshold", 30));
    }

    private Key set(
            String namespace, String name, String program, int replicas, ObjectNode container, ArrayNode claims) {
        namespace(world, namespace);
        ObjectNode labels = Tree.of("app.kubernetes.io/name", name);
        ObjectNode template = Tree.of(
                "metadata", Tree.of("labels", labels, "annotations", Tree.of(Program.ANNOTATION, program)),
                "spec", Tree.of("containers", Tree.list(container)));
        return create(
                Kinds.STATEFUL_SET,
                Tree.of(
                        "metadata",
                        Tree.of("name", name, "namespace", namespace, "labels", labels),
                        "spec",
                        Tree.of(
                                "replicas", replicas,
                                "serviceName", name,
                                "selector", Tree.of("matchLabels", labels),
                                "template", template,
                                "volumeClaimTemplates", claims)));
    }

    /** A Prometheus for the operator. */
    public Key prometheus(String namespace, String name, String size) {
        namespace(world, namespace);
        return create(
                Kinds.PROMETHEUS,
                Tree.of(
                        "metadata", Tree.of("name", name, "namespace", namespace),
                        "spec",
                                Tree.of(
                                        "replicas",
                                        1,
                                        "version",
                                        "v3.5.0",
                                        "storage",
                                        Tree.of("volumeClaimTemplate", claim("", size)))));
    }

    public Key create(Kind kind, ObjectNode object) {
        Key key = Key.of(kind, world.store().create(kind, object));
        world.settle();
        return key;
    }

    private static ObjectNode claim(String name, String size) {
        return Tree.of(
                "metadata", Tree.of("name", name),
                "spec",
                        Tree.of(
                                "accessModes", Tree.list("ReadWriteOnce"),
                                "storageClassName", "longhorn",
                                "resources", Tree.of("requests", Tree.of("storage", size))));
    }

    private static void namespace(World world, String name) {
        if (world.store().find(Key.of(Kinds.NAMESPACE, name)).isEmpty()) {
            var unused = world.store()
                    .create(
                            Kinds.NAMESPACE,
                            Tree.of("metadata", Tree.of("name", name), "status", Tree.of("phase", "Active")));
        }
    }

    private static String address(String node) {
        return "10.0.0." + (10 + Math.floorMod(node.hashCode(), 200));
    }
}
