package dev.sentinel.lab.world.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.servers.Meddling;
import dev.sentinel.lab.servers.Place;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Logs;
import dev.sentinel.lab.world.Missing;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.VolumeIo;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.cluster.Cluster;
import dev.sentinel.lab.world.kubernetes.Owners;
import dev.sentinel.lab.world.longhorn.Longhorn;
import dev.sentinel.lab.world.longhorn.Names;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes faults happen; what they are about must be there, or the answer names what is. */
public final class Faults {

    private static final Duration BOOT = Duration.ofSeconds(45);
    private static final Duration DRAINING = Duration.ofMinutes(2);
    private static final Pattern SIZE = Pattern.compile("[1-9]\\d{0,8}(Mi|Gi)");

    private final Cluster cluster;
    private final World world;
    private final Meddling meddling;

    public Faults(Cluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world();
        this.meddling = new Meddling(cluster.telemetry(), world);
    }

    public void happen(Fault fault) {
        switch (fault) {
            case Fault.NodeJoins it -> join(it);
            case Fault.NodeStops it -> cluster.machines().falls(machine(it.node()));
            case Fault.NodeReturns it -> cluster.machines().returns(machine(it.node()), world.now());
            case Fault.NodeSickens it -> cluster.machines().sickens(machine(it.node()));
            case Fault.NodeReboots it -> reboot(machine(it.node()));
            case Fault.NodeLeaves it -> leave(machine(it.node()));
            case Fault.NodeCordoned it -> cordon(node(it.node()), it.cordoned());
            case Fault.NodeDrained it -> drain(node(it.node()));
            case Fault.NodeUpgraded it -> upgrade(node(it.node()));
            case Fault.ReplicaFails it -> failReplica(it.replica());
            case Fault.EngineFails it -> failEngine(it.volume());
            case Fault.InstanceManagerCrashes it -> Longhorn.crashInstanceManager(world, storageNode(it.node()));
            case Fault.DiskFails it -> disk(it.node(), () -> cluster.hardware().breaksDisk(it.node()));
            case Fault.DiskSlow it -> disk(it.node(), () -> cluster.hardware().slows(it.node()));
            case Fault.DiskMends it -> disk(it.node(), () -> cluster.hardware().mendsDisk(it.node()));
            case Fault.VolumeDetaches it -> detach(volume(it.volume()));
            case Fault.VolumeSeemsBlank it -> world.devices().seemsBlank(device(it.volume()), true);
            case Fault.VolumeFeels it -> feel(it);
            case Fault.LunAppears it -> appear(it);
            case Fault.LunPathLost it -> losePath(it);
            case Fault.LunPathBack it -> findPath(it);
            case Fault.VolumeFormatted it -> world.devices().format(device(it.volume()));
            case Fault.PodDeleted it -> world.delete(pod(it.namespace(), it.pod()), 30);
            case Fault.ContainerExits it ->
                cluster.pods()
                        .exit(world, pod(it.namespace(), it.pod()), it.code(), it.code() == 0 ? "Completed" : "Error");
            case Fault.LogSays it ->
                world.logs()
                        .print(
                                new Logs.Source(pod(it.namespace(), it.pod()).namespace(), it.pod(), it.container()),
                                it.text());
            case Fault.KernelSays it -> kernel(it.host(), it.text());
            case Fault.SettingChanged it -> set(it);
            case Fault.Scaled it -> scale(it);
            case Fault.WalGrows it -> meddling.growWal(new Place(it.namespace(), it.pod()), it.segments());
            case Fault.WalMixed it -> meddling.mixWal(new Place(it.namespace(), it.pod()));
            case Fault.SegmentDamaged it -> meddling.damageSegment(new Place(it.namespace(), it.pod()), it.segment());
            case Fault.IndexBroken it -> breakIndex(it);
            case Fault.HistoryFilled it -> meddling.fillHistory(it.place(), it.age());
            case Fault.SpaceLeft it -> meddling.leaveFree(it.place(), (long) it.mebibytes() << 20);
            case Fault.HostProgramStarts it ->
                cluster.telemetry().hosts().start(world, it.host(), it.program(), device(it.lun()));
            case Fault.HostProgramStops it -> cluster.telemetry().hosts().stop(it.host());
            case Fault.MemoryLimited it -> limitMemory(pod(it.namespace(), it.pod()), it.size());
        }
        world.settle();
    }

    private void join(Fault.NodeJoins it) {
        if (cluster.machines().find(it.node()).isPresent()) {
            throw new Refused(
                    Refused.Reason.ALREADY_EXISTS, "%s is there already; let it return or reboot".formatted(it.node()));
        }
        cluster.joins(it.node(), it.labels());
    }

    private void reboot(String node) {
        cluster.machines().boots(world, node, world.now().plus(BOOT));
        world.events()
                .warning(
                        Key.of(Kinds.NODE, node),
                        "kubelet",
                        "Rebooted",
                        "Node %s has been rebooted, boot id: %s"
                                .formatted(
                                        node,
                                        cluster.machines()
                                                .find(node)
                                                .orElseThrow()
                                                .bootId()));
        // What ran in its instance manager is gone with the old boot.
        Longhorn.crashInstanceManager(world, node);
    }

    private void leave(String node) {
        cluster.machines().remove(node);
        world.delete(Key.of(Kinds.NODE, node), 0);
    }

    private void cordon(Key node, boolean cordoned) {
        world.store().change(node, each -> {
            if (cordoned) {
                Tree.set(each, true, "spec", "unschedulable");
            } else {
                Tree.branch(each, "spec").remove("unschedulable");
            }
        });
    }

    private void drain(Key node) {
        cordon(node, true);
        for (ObjectNode pod : world.store().all(Kinds.POD)) {
            boolean stays = Owners.controller(pod)
                    .filter(owner -> List.of("DaemonSet", "InstanceManager").contains(Tree.text(owner, "kind")))
                    .isPresent();
            if (Tree.text(pod, "spec", "nodeName").equals(node.name()) && !stays) {
                world.evict(Key.of(Kinds.POD, pod), Tree.number(pod, 30, "spec", "terminationGracePeriodSeconds"));
            }
        }
    }

    private void upgrade(Key node) {
        drain(node);
        world.after(DRAINING, () -> {
            reboot(node.name());
            world.after(BOOT.plusSeconds(15), () -> cordon(node, false));
        });
    }

    private void failReplica(String replica) {
        known(Kinds.LH_REPLICA, Names.NAMESPACE, replica);
        cluster.hardware().breaksReplica(replica);
        touch(Names.key(Kinds.LH_REPLICA, replica));
    }

    private void failEngine(String volume) {
        Key engine = Names.engine(volume(volume).name());
        cluster.hardware().breaksEngine(engine.name());
        touch(engine);
    }

    private void disk(String node, Runnable change) {
        storageNode(node);
        change.run();
        touch(Names.key(Kinds.LH_NODE, node));
        world.store().all(Kinds.LH_REPLICA).stream()
                .filter(each -> Tree.text(each, "spec", "nodeID").equals(node))
                .forEach(each -> touch(Key.of(Kinds.LH_REPLICA, each)));
    }

    private void detach(Key volume) {
        world.store()
                .change(
                        Names.key(Kinds.LH_ATTACHMENT, volume.name()),
                        each -> Tree.set(each, Tree.of(), "spec", "attachmentTickets"));
        if (world.devices().io(volume.name()) != VolumeIo.ABSENT) {
            world.devices().becomes(volume.name(), VolumeIo.EIO);
        }
    }

    private void feel(Fault.VolumeFeels it) {
        world.devices().becomes(device(it.volume()), it.io());
        Key engine = Names.engine(it.volume());
        if (world.store().find(engine).isPresent()) {
            touch(engine);
        }
    }

    private void appear(Fault.LunAppears it) {
        if (world.devices().find(it.lun()).isPresent()) {
            throw new Refused(Refused.Reason.ALREADY_EXISTS, "there is a volume %s already".formatted(it.lun()));
        }
        world.devices().add(it.lun());
        world.devices().format(it.lun());
        world.devices().becomes(it.lun(), VolumeIo.FINE);
        kernel(it.host(), "sd 3:0:0:1: [%s] Attached SCSI disk".formatted(it.lun()));
    }

    private void losePath(Fault.LunPathLost it) {
        world.devices().becomes(device(it.lun()), VolumeIo.EIO);
        kernel(it.host(), "sd 3:0:0:1: rejecting I/O to offline device");
        kernel(it.host(), "Buffer I/O error on dev %s, logical block 0, lost async page write".formatted(it.lun()));
    }

    private void findPath(Fault.LunPathBack it) {
        world.devices().becomes(device(it.lun()), VolumeIo.FINE);
        kernel(it.host(), "sd 3:0:0:1: [%s] Attached SCSI disk".formatted(it.lun()));
    }

    private void kernel(String host, String text) {
        world.logs().print(Logs.Source.host(host, "kernel"), text);
    }

    private void set(Fault.SettingChanged it) {
        Key key = known(Kinds.LH_SETTING, Names.NAMESPACE, it.setting());
        world.store().change(key, each -> each.put("value", it.value()));
    }

    private void scale(Fault.Scaled it) {
        Key key = known(Kinds.STATEFUL_SET, it.namespace(), it.statefulSet());
        world.store().change(key, each -> Tree.set(each, it.replicas(), "spec", "replicas"));
    }

    private void breakIndex(Fault.IndexBroken it) {
        Place place = new Place(it.namespace(), it.pod());
        if (it.cacheOnly()) {
            meddling.breakIndexCache(place);
        } else {
            meddling.breakIndex(place);
        }
    }

    /** Where people would change it: in the Prometheus that the operator follows, or else in the template of the set. */
    private void limitMemory(Key pod, String size) {
        if (!SIZE.matcher(size).matches()) {
            throw new Refused(
                    Refused.Reason.BAD_REQUEST,
                    "\"%s\" is no size of memory; write it as 512Mi or 2Gi".formatted(size));
        }
        ObjectNode set = owner(world.store().get(pod), pod);
        Optional<ObjectNode> prometheus = Owners.controller(set)
                .flatMap(owner ->
                        world.store().find(new Key(Kinds.PROMETHEUS, pod.namespace(), Tree.text(owner, "name"))));
        if (prometheus.isPresent()) {
            world.store()
                    .change(
                            Key.of(Kinds.PROMETHEUS, prometheus.get()),
                            each -> Tree.set(each, size, "spec", "resources", "limits", "memory"));
            return;
        }
        world.store()
                .change(
                        Key.of(Kinds.STATEFUL_SET, set),
                        each -> Tree.items(each, "spec", "template", "spec", "containers")
                                .limit(1)
                                .forEach(container ->
                                        Tree.set((ObjectNode) container, size, "resources", "limits", "memory")));
    }

    private ObjectNode owner(ObjectNode pod, Key key) {
        return Owners.controller(pod)
                .flatMap(owner ->
                        world.store().find(new Key(Kinds.STATEFUL_SET, key.namespace(), Tree.text(owner, "name"))))
                .orElseThrow(() -> new Refused(
                        Refused.Reason.CONFLICT,
                        "%s belongs to no stateful set, so nobody says its memory".formatted(key)));
    }

    /** Lets the behaviours look at an object though nothing about it changed; what lies beneath it did. */
    private void touch(Key key) {
        world.look(key);
    }

    private String machine(String name) {
        if (cluster.machines().find(name).isEmpty()) {
            throw Missing.of(
                    "node",
                    name,
                    cluster.machines().all().stream().map(each -> each.name()).toList());
        }
        return name;
    }

    private Key node(String name) {
        return known(Kinds.NODE, "", name);
    }

    private String storageNode(String name) {
        return known(Kinds.LH_NODE, Names.NAMESPACE, name).name();
    }

    private Key volume(String name) {
        return known(Kinds.LH_VOLUME, Names.NAMESPACE, name);
    }

    private String device(String name) {
        if (world.devices().find(name).isEmpty()) {
            throw Missing.of(
                    "volume",
                    name,
                    world.devices().all().stream().map(each -> each.volume()).toList());
        }
        return name;
    }

    private Key pod(String namespace, String name) {
        return known(Kinds.POD, namespace, name);
    }

    private Key known(Kind kind, String namespace, String name) {
        Optional<Key> found = world.store().keys(kind).stream()
                .filter(key -> key.namespace().equals(namespace) && key.name().equals(name))
                .findFirst();
        return found.orElseThrow(() -> Missing.of(
                kind.singular(),
                namespace.isEmpty() || kind.group().equals("longhorn.io") ? name : namespace + "/" + name,
                world.store().keys(kind).stream()
                        .map(key -> key.namespace().isEmpty() || kind.group().equals("longhorn.io")
                                ? key.name()
                                : key.namespace() + "/" + key.name())
                        .toList()));
    }
}
