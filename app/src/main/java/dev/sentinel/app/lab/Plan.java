package dev.sentinel.app.lab;

import dev.sentinel.lab.stage.VolumeFolders;
import dev.sentinel.lab.world.cluster.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What the cluster is like when it starts: storage nodes, and the workloads that the source reports lost.
 *
 * @param speed how many seconds of the world pass in one of ours
 * @param port of the Kubernetes API; 0 for any free one
 */
public record Plan(int nodes, double speed, int port, long seed) {

    public static final int MOST_NODES = 50;
    public static final double FASTEST = 1_000;

    static final String PROMETHEUS_POD = "monitoring/prometheus-k8s-0";

    /** How long the cluster has lived already, so that everything in it is up. */
    private static final Duration SETTLING = Duration.ofMinutes(10);

    /** The cluster as it is at {@code now}, with the files of its volumes below the folder. */
    Cluster built(Path volumes, Instant now) {
        Cluster cluster = Cluster.found(seed, now.minus(SETTLING), new VolumeFolders(volumes), Map.of());
        for (int number = 1; number <= nodes; number++) {
            cluster.joins("agent-" + number, Map.of());
        }
        cluster.world().advance(now.minus(SETTLING.dividedBy(2)));
        var unusedRabbit = cluster.runs("messaging", "rabbitmq", "rabbitmq", 1, "40Gi");
        var unusedLoki = cluster.loki("monitoring", "loki", "10Gi");
        var unusedPrometheus = cluster.prometheus("monitoring", "k8s", "50Gi");
        var unusedAlertmanager = cluster.alertmanager("monitoring", "alertmanager-main");
        cluster.world().advance(now);
        return cluster;
    }
}
