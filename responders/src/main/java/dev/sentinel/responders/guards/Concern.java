package dev.sentinel.responders.guards;

import dev.sentinel.responders.situation.Machine;
import dev.sentinel.responders.situation.Replica;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.responders.situation.Volume;
import dev.sentinel.responders.situation.Workload;
import dev.sentinel.v1.Ref;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What an act on one target touches beside it: the node's copies, the workload's volumes, the volume's workloads. */
public final class Concern {
    private final Ref target;
    private final Situation situation;

    public Concern(Ref target, Situation situation) {
        this.target = target;
        this.situation = situation;
    }

    /** The machine that the target is, or is part of. */
    public Optional<Machine> machine() {
        return switch (target.getKind()) {
            case "kubernetes.node", "longhorn.node", "host.machine" -> situation.machine(target.getName());
            case "longhorn.disk" ->
                situation.machines().stream()
                        .filter(machine -> machine.storage().stream()
                                .flatMap(storage -> storage.disks().stream())
                                .anyMatch(this::isTarget))
                        .findFirst();
            default -> Optional.empty();
        };
    }

    private boolean isTarget(Machine.Disk disk) {
        return disk.name().equals(target.getName()) || disk.uuid().equals(target.getName());
    }

    /** Whether a copy lies on the target. */
    public boolean holds(Replica replica) {
        return switch (target.getKind()) {
            case "kubernetes.node", "longhorn.node", "host.machine" ->
                replica.node().equals(target.getName());
            case "longhorn.disk" ->
                machine().stream()
                        .flatMap(machine -> machine.storage().stream())
                        .flatMap(storage -> storage.disks().stream())
                        .filter(this::isTarget)
                        .anyMatch(disk -> disk.uuid().equals(replica.diskUuid()));
            case "longhorn.replica" -> replica.name().equals(target.getName());
            default -> false;
        };
    }

    /** Volumes with a copy on the target. */
    public List<Volume> stored() {
        return volumes(volume -> volume.replicas().stream().anyMatch(this::holds));
    }

    /** Volumes that the act touches: those stored on the target, the target itself, those that it writes to. */
    public List<Volume> volumes() {
        return switch (target.getKind()) {
            case "longhorn.volume" -> volumes(volume -> volume.name().equals(target.getName()));
            case "longhorn.engine" ->
                volumes(volume -> volume.engine()
                        .filter(engine -> engine.name().equals(target.getName()))
                        .isPresent());
            case "kubernetes.persistent_volume_claim" ->
                volumes(volume -> volume.claim()
                        .filter(claim -> claim.namespace().equals(target.getNamespace())
                                && claim.name().equals(target.getName()))
                        .isPresent());
            case "kubernetes.node", "longhorn.node", "longhorn.disk", "longhorn.replica", "host.machine" -> stored();
            default -> {
                var claims = workloads().stream()
                        .flatMap(workload -> workload.claims().stream())
                        .toList();
                yield volumes(volume -> volume.claim().filter(claims::contains).isPresent());
            }
        };
    }

    private List<Volume> volumes(Predicate<Volume> wanted) {
        return situation.volumes().stream().filter(wanted).toList();
    }

    /** The target where it is a workload, what it keeps where it is an operator's resource, who writes where it is a volume. */
    public List<Workload> workloads() {
        return situation.workloads().stream()
                .filter(workload -> same(workload.ref(), target)
                        || workload.owner().filter(owner -> same(owner, target)).isPresent()
                        || (target.getKind().equals("longhorn.volume") && writes(workload)))
                .toList();
    }

    private boolean writes(Workload workload) {
        return situation
                .volume(target.getName())
                .flatMap(Volume::claim)
                .filter(workload.claims()::contains)
                .isPresent();
    }

    /** Labels of the target and of what stands and falls with it. */
    public Map<String, String> labels() {
        var labels = new TreeMap<String, String>();
        if (machine().isEmpty()) {
            volumes().forEach(volume -> labels.putAll(volume.labels()));
        }
        workloads().forEach(workload -> labels.putAll(workload.labels()));
        machine().ifPresent(machine -> labels.putAll(machine.labels()));
        return labels;
    }

    /** Whether two references mean the same thing by name. */
    static boolean same(Ref a, Ref b) {
        return a.getKind().equals(b.getKind())
                && a.getNamespace().equals(b.getNamespace())
                && a.getName().equals(b.getName());
    }
}
