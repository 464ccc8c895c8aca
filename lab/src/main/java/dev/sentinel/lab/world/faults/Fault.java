package dev.sentinel.lab.world.faults;

import dev.sentinel.lab.servers.Place;
import dev.sentinel.lab.world.VolumeIo;
import java.time.Duration;
import java.util.Map;

/** Something that happens to a cluster; each names what it happens to. */
public sealed interface Fault {

    /** A new machine joins. */
    record NodeJoins(String node, Map<String, String> labels) implements Fault {
        public NodeJoins {
            labels = Map.copyOf(labels);
        }
    }

    /** The machine is off or out of reach: its lease ends, its node becomes unknown. */
    record NodeStops(String node) implements Fault {}

    /** It is back as it was. */
    record NodeReturns(String node) implements Fault {}

    /** Its kubelet reports that it is not ready. */
    record NodeSickens(String node) implements Fault {}

    /** Off and on again; every process on it starts anew, with a new boot id. */
    record NodeReboots(String node) implements Fault {}

    /** The node is taken out of the cluster. */
    record NodeLeaves(String node) implements Fault {}

    record NodeCordoned(String node, boolean cordoned) implements Fault {}

    /** Cordoned, and its pods evicted but for those of daemon sets and instance managers. */
    record NodeDrained(String node) implements Fault {}

    /** Drained, rebooted and given back, as a planned upgrade does. */
    record NodeUpgraded(String node) implements Fault {}

    /** The process of one replica dies. */
    record ReplicaFails(String replica) implements Fault {}

    record EngineFails(String volume) implements Fault {}

    record InstanceManagerCrashes(String node) implements Fault {}

    record DiskFails(String node) implements Fault {}

    record DiskSlow(String node) implements Fault {}

    record DiskMends(String node) implements Fault {}

    /** Somebody takes all attachment tickets away, the workload's too. */
    record VolumeDetaches(String volume) implements Fault {}

    /** A look at the device finds no file system, though there is one: the next staging formats it. */
    record VolumeSeemsBlank(String volume) implements Fault {}

    /** What the programs on a volume get from now on, whatever Longhorn says. */
    record VolumeFeels(String volume, VolumeIo io) implements Fault {}

    /** A LUN of a host appears, with a file system on it. */
    record LunAppears(String lun, String host) implements Fault {}

    /** Every path to a LUN is gone: its programs get EIO, its host's kernel says so. */
    record LunPathLost(String lun, String host) implements Fault {}

    record LunPathBack(String lun, String host) implements Fault {}

    /** Somebody makes a new file system on a live LUN or volume. */
    record VolumeFormatted(String volume) implements Fault {}

    record PodDeleted(String namespace, String pod) implements Fault {}

    record ContainerExits(String namespace, String pod, int code) implements Fault {}

    /** A line in the log of a pod's container; the text is taken as it is. */
    record LogSays(String namespace, String pod, String container, String text) implements Fault {}

    /** A line in the kernel log of a host. */
    record KernelSays(String host, String text) implements Fault {}

    record SettingChanged(String setting, String value) implements Fault {}

    record Scaled(String namespace, String statefulSet, int replicas) implements Fault {}

    /** The log of a Prometheus grows to so many segments. */
    record WalGrows(String namespace, String pod, int segments) implements Fault {}

    /** Segments of another host lie in the log of a Prometheus, as after a bad copy. */
    record WalMixed(String namespace, String pod) implements Fault {}

    /** Noise in one segment of a Prometheus. */
    record SegmentDamaged(String namespace, String pod, int segment) implements Fault {}

    /** Its owner gives a pod's first container so much memory; the pod is made anew with it. */
    record MemoryLimited(String namespace, String pod, String size) implements Fault {}

    /** The day's index of a Loki cannot be read any more; {@code cacheOnly} leaves the object well. */
    record IndexBroken(String namespace, String pod, boolean cacheOnly) implements Fault {}

    /** A VictoriaMetrics has held data for so long. */
    record HistoryFilled(Place place, Duration age) implements Fault {}

    /** So many MiB are left free beside a VictoriaMetrics. */
    record SpaceLeft(Place place, int mebibytes) implements Fault {}

    /** A telemetry server starts on a host, with a LUN for its data. */
    record HostProgramStarts(String program, String host, String lun) implements Fault {}

    record HostProgramStops(String host) implements Fault {}
}
