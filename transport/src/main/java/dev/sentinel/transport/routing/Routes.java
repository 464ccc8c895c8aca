package dev.sentinel.transport.routing;

import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The exchanges and routing keys everybody agrees on. */
public final class Routes {

    public static final String EVENTS = "sentinel.events";
    public static final String INCIDENTS = "sentinel.incidents";
    public static final String ACTIONS = "sentinel.actions";
    public static final String PARKING = "sentinel.parking";

    public static final String RESPONDER_INCIDENTS = "sentinel.responder.incidents";
    public static final String RESPONDER_EVENTS = "sentinel.responder.events";

    /** Kinds of events that say something about a thing in quarantine, or begin one. */
    public static final List<String> QUARANTINE_KINDS = List.of(
            "kubernetes.node.joined",
            "kubernetes.node.condition_changed",
            "kubernetes.node.rebooted",
            "longhorn.replica.failed",
            "longhorn.replica.corrupted",
            "longhorn.rebuild.failed",
            "longhorn.instance_manager.restarted",
            "longhorn.instance_manager.lost_instances",
            "kernel.block.io_failed",
            "kernel.block.write_lost",
            "kernel.filesystem.failed",
            "kernel.filesystem.remounted_read_only",
            "kernel.journal.aborted",
            "kernel.nvme.timed_out");

    /** Kinds of events that a step of a runbook may wait for: something came to an end, or changed for good. */
    public static final List<String> AWAITED_KINDS = List.of(
            "kubernetes.node.removed",
            "kubernetes.persistent_volume_claim.phase_changed",
            "kubernetes.pod.readiness_changed",
            "kubernetes.pod.terminated",
            "kubernetes.volume_attachment.changed",
            "kubernetes.workload.scaled",
            "longhorn.node.removed",
            "longhorn.rebuild.completed",
            "longhorn.volume.found_empty",
            "longhorn.volume.robustness_changed",
            "longhorn.volume.salvaged",
            "longhorn.volume.state_changed",
            "multipath.map.recovered",
            "nomad.job.changed",
            "prometheus.data.resumed",
            "prometheus.head.advancing",
            "prometheus.readiness.changed",
            "prometheus.replay.completed");

    private static final String HEARTBEAT = "heartbeat";

    /** What responders are told of: also who lives, because the silence of a collector holds a release back. */
    public static final List<String> RESPONDER_KINDS = Stream.of(QUARANTINE_KINDS, AWAITED_KINDS, List.of(HEARTBEAT))
            .flatMap(List::stream)
            .toList();

    private static final String CORRELATOR_QUEUE = "sentinel.correlator.";
    // The contract's rule for a cluster: one word of a topic, and short enough for a routing key.
    private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    private Routes() {}

    /**
     * {@code evt.<cluster>.<kind>.p<NN>}. An event against the contract gets a key too: it must reach whoever parks it
     * instead of stopping its sender.
     */
    public static String of(Event event, Partitions partitions) {
        String partition = Partitions.label(partitions.of(event.getCluster()));
        String cluster = CLUSTER.matcher(event.getCluster()).matches() ? event.getCluster() : "invalid";
        String kind = event.getDetailCase() == Event.DetailCase.DETAIL_NOT_SET ? "unknown" : Kinds.of(event);
        return "evt." + cluster + "." + kind + "." + partition;
    }

    public static String correlatorQueue(String partitionLabel) {
        return CORRELATOR_QUEUE + partitionLabel;
    }
}
