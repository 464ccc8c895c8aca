package dev.sentinel.lab.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Disks;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.cluster.Cluster;
import dev.sentinel.lab.world.faults.Fault;
import dev.sentinel.lab.world.faults.Faults;
import dev.sentinel.lab.world.kubernetes.Program;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The world before anything happens.
 *
 * @param settles how long it lives before anybody looks
 * @param nodes of the cluster; none where there is only Nomad
 * @param settings Longhorn's, where they are not its defaults
 * @param nomad a region of it, which whoever serves it begins
 */
public record Setting(
        long seed,
        Instant begin,
        Duration settles,
        List<Machine> nodes,
        SortedMap<String, String> settings,
        List<Workload> workloads,
        Optional<NomadSetting> nomad) {

    // Nobody wonders about nodes that have been there for so long.
    private static final Duration AGE = Duration.ofDays(90);
    private static final String VOLUME = "lab.sentinel.dev/volume";

    public Setting {
        nodes = List.copyOf(nodes);
        settings = new TreeMap<>(settings);
        workloads = List.copyOf(workloads);
    }

    public record Machine(String name, SortedMap<String, String> labels) {
        public Machine {
            labels = new TreeMap<>(labels);
        }
    }

    /** What runs on volumes. */
    public record Workload(Sort sort, String namespace, String name, String program, String volume, String size) {

        /** How it is run. */
        public enum Sort {
            /** By the operator. */
            PROMETHEUS,
            LOKI,
            VICTORIAMETRICS,
            /** Keeps nothing on a volume. */
            ALERTMANAGER,
            STATEFULSET
        }
    }

    /** Builds it and lets it settle. */
    public Cluster found(Disks disks, Map<String, Program> programs) {
        Cluster cluster = Cluster.found(seed, begin, disks, programs);
        Faults faults = new Faults(cluster);
        settings.forEach((setting, value) -> faults.happen(new Fault.SettingChanged(setting, value)));
        nodes.forEach(node -> {
            cluster.joins(node.name(), node.labels());
            cluster.world().store().backdate(Key.of(Kinds.NODE, node.name()), begin.minus(AGE));
        });
        cluster.world().advance(begin.plusSeconds(60));
        workloads.forEach(workload -> start(cluster, workload));
        cluster.world().advance(begin.plus(settles));
        return cluster;
    }

    private static void start(Cluster cluster, Workload workload) {
        Key key = switch (workload.sort()) {
            case PROMETHEUS -> cluster.prometheus(workload.namespace(), workload.name(), workload.size());
            case LOKI -> cluster.loki(workload.namespace(), workload.name(), workload.size());
            case VICTORIAMETRICS -> cluster.victoriaMetrics(workload.namespace(), workload.name(), workload.size());
            case ALERTMANAGER -> cluster.alertmanager(workload.namespace(), workload.name());
            case STATEFULSET ->
                cluster.runs(workload.namespace(), workload.name(), workload.program(), 1, workload.size());
        };
        if (!workload.volume().isEmpty()) {
            nameVolume(cluster, key, workload.volume());
        }
    }

    /** The claim is already there when a workload is; its volume is only provisioned when time goes on. */
    private static void nameVolume(Cluster cluster, Key workload, String volume) {
        String set = workload.kind().equals(Kinds.PROMETHEUS) ? "prometheus-" + workload.name() : workload.name();
        cluster.world().store().keys(Kinds.CLAIM).stream()
                .filter(key -> key.namespace().equals(workload.namespace())
                        && key.name().endsWith("-" + set + "-0"))
                .forEach(key -> cluster.world().store().change(key, claim -> annotate(claim, volume)));
        cluster.world().settle();
    }

    private static void annotate(ObjectNode claim, String volume) {
        Tree.set(claim, volume, "metadata", "annotations", VOLUME);
    }
}
