package dev.sentinel.bench;

import dev.sentinel.v1.ConditionStatus;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Heartbeat;
import dev.sentinel.v1.KubernetesNodeConditionChanged;
import dev.sentinel.v1.KubernetesNodeConditionType;
import dev.sentinel.v1.KubernetesNodeJoined;
import dev.sentinel.v1.KubernetesPodRestarted;
import dev.sentinel.v1.LonghornRebuildCompleted;
import dev.sentinel.v1.LonghornRebuildStarted;
import dev.sentinel.v1.LonghornReplicaFailed;
import dev.sentinel.v1.PrometheusHeadStale;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Source;

/** What happens in a world, how often, and to what: a number of a node, of a volume or of a replica. */
enum What {
    HEARTBEAT(30, Severity.SEVERITY_INFO),
    POD_RESTARTED(20, Severity.SEVERITY_INFO),
    NODE_CONDITION(10, Severity.SEVERITY_WARNING),
    REBUILD_STARTED(15, Severity.SEVERITY_INFO),
    REBUILT(10, Severity.SEVERITY_INFO),
    REPLICA_FAILED(10, Severity.SEVERITY_ERROR),
    HEAD_STALE(4, Severity.SEVERITY_CRITICAL),
    NODE_JOINED(1, Severity.SEVERITY_INFO);

    private static final int HOUR = 3_600;

    final int percent;
    private final Severity severity;

    What(int percent, Severity severity) {
        this.percent = percent;
        this.severity = severity;
    }

    /** How many things there are that it can happen to. */
    int choice(Size size) {
        return switch (this) {
            case HEARTBEAT, NODE_CONDITION, NODE_JOINED -> size.nodes();
            case POD_RESTARTED, HEAD_STALE -> size.volumes();
            case REBUILD_STARTED, REBUILT, REPLICA_FAILED -> size.volumes() * World.REPLICAS;
        };
    }

    void tell(Event.Builder event, int thing, World world) {
        event.setSeverity(severity);
        var volume = "pvc-" + thing / World.REPLICAS;
        switch (this) {
            case HEARTBEAT ->
                by("host", "node-" + thing, event)
                        .setSubject(
                                Ref.newBuilder().setKind("sentinel.collector").setName("node-" + thing))
                        .setHeartbeat(Heartbeat.newBuilder().setIntervalSeconds(HOUR));
            case POD_RESTARTED ->
                by("kubernetes", "kubernetes-0", event)
                        .setSubject(World.pod(thing))
                        .setKubernetesPodRestarted(KubernetesPodRestarted.newBuilder()
                                .setContainer("store")
                                .setRestartCount(2)
                                .setPreviousRestartCount(1));
            case NODE_CONDITION ->
                by("kubernetes", "kubernetes-0", event)
                        .setSubject(World.node(thing))
                        .setKubernetesNodeConditionChanged(KubernetesNodeConditionChanged.newBuilder()
                                .setType(KubernetesNodeConditionType.KUBERNETES_NODE_CONDITION_TYPE_DISK_PRESSURE)
                                .setStatus(ConditionStatus.CONDITION_STATUS_TRUE));
            case REBUILD_STARTED ->
                by("longhorn", "longhorn-0", event)
                        .setSubject(World.replica(thing))
                        .setLonghornRebuildStarted(LonghornRebuildStarted.newBuilder()
                                .setVolume(volume)
                                .setTargetNode("node-" + world.nodeOf(thing)));
            case REBUILT ->
                by("longhorn", "longhorn-0", event)
                        .setSubject(World.replica(thing))
                        .setLonghornRebuildCompleted(
                                LonghornRebuildCompleted.newBuilder().setVolume(volume));
            case REPLICA_FAILED ->
                by("longhorn", "longhorn-0", event)
                        .setSubject(World.replica(thing))
                        .setLonghornReplicaFailed(LonghornReplicaFailed.newBuilder()
                                .setVolume(volume)
                                .setNode("node-" + world.nodeOf(thing)));
            case HEAD_STALE ->
                by("prometheus", "prometheus-0", event)
                        .setSubject(World.workload(thing))
                        .setPrometheusHeadStale(PrometheusHeadStale.newBuilder()
                                .setAgeSeconds(144)
                                .setUnchangedReadings(3)
                                .setReady(true)
                                .setActiveTargetCount(41));
            case NODE_JOINED ->
                by("kubernetes", "kubernetes-0", event)
                        .setSubject(World.node(thing))
                        .setKubernetesNodeJoined(
                                KubernetesNodeJoined.newBuilder().setCreatedAt(event.getOccurredAt()));
        }
    }

    private static Event.Builder by(String collector, String instance, Event.Builder event) {
        return event.setSource(Source.newBuilder().setCollector(collector).setInstance(instance));
    }
}
