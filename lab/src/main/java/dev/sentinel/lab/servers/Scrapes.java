package dev.sentinel.lab.servers;

import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Conditions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a Prometheus of the lab scrapes: the parts of the cluster, and each node's exporter and kubelet. */
final class Scrapes {

    /** How many series a scrape of everything brings. */
    static final int SERIES = 120;

    private static final List<String> ONCE = List.of(
            "apiserver",
            "coredns",
            "kube-controller-manager",
            "kube-proxy",
            "kube-scheduler",
            "kube-state-metrics",
            "prometheus-operator");
    private static final SortedMap<String, Integer> ON_EACH_NODE =
            new TreeMap<>(Map.of("kubelet", 10250, "node-exporter", 9100));

    private Scrapes() {}

    /** A target, and whether its last scrape went well. */
    record Target(String job, String instance, boolean up) {

        Map<String, String> labels() {
            Map<String, String> labels = new LinkedHashMap<>();
            labels.put("__name__", "up");
            labels.put("instance", instance);
            labels.put("job", job);
            return labels;
        }

        String url() {
            return "http://" + instance + "/metrics";
        }

        String pool() {
            return "serviceMonitor/monitoring/" + job + "/0";
        }
    }

    static List<String> jobs() {
        List<String> jobs = new ArrayList<>(ONCE);
        jobs.addAll(ON_EACH_NODE.keySet());
        return jobs.stream().sorted().toList();
    }

    /** The targets in order of job; a node that is not ready does not answer. */
    static List<Target> targets(World world) {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < ONCE.size(); i++) {
            targets.add(new Target(ONCE.get(i), "10.42.0.%d:8080".formatted(10 + i), true));
        }
        world.store().all(Kinds.NODE).forEach(node -> {
            String address = Tree.items(node, "status", "addresses")
                    .map(each -> Tree.text(each, "address"))
                    .findFirst()
                    .orElse("127.0.0.1");
            ON_EACH_NODE.forEach(
                    (job, port) -> targets.add(new Target(job, address + ":" + port, Conditions.is(node, "Ready"))));
        });
        return targets.stream()
                .sorted(Comparator.comparing(Target::job).thenComparing(Target::instance))
                .toList();
    }

    /** The series of the log: {@code up} of each target, then metrics of the nodes up to {@link #SERIES}. */
    static List<Map<String, String>> series(List<Target> targets) {
        List<Map<String, String>> series = new ArrayList<>();
        targets.stream().limit(SERIES).forEach(each -> series.add(each.labels()));
        for (int i = series.size(); i < SERIES; i++) {
            Map<String, String> labels = new LinkedHashMap<>();
            labels.put("__name__", "node_cpu_seconds_total");
            labels.put("cpu", Integer.toString(i));
            labels.put("job", "node-exporter");
            series.add(labels);
        }
        return series;
    }

    static double[] values(List<Target> targets, long timeMs) {
        double[] values = new double[SERIES];
        for (int i = 0; i < SERIES; i++) {
            values[i] = i < targets.size() ? (targets.get(i).up() ? 1 : 0) : timeMs / 1000.0 * (i + 1) / SERIES;
        }
        return values;
    }
}
