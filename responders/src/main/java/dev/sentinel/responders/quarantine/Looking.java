package dev.sentinel.responders.quarantine;

import dev.sentinel.responders.situation.Machine;
import dev.sentinel.responders.situation.Replica;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.responders.situation.Sources;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a look at the cluster says about a node in quarantine. */
final class Looking {
    /** What has to be read to know the node, and its switch. */
    static final List<String> IDENTITY = List.of(Sources.NODES, Sources.LONGHORN_NODES);

    private static final String LONGHORN = "longhorn.node";

    private Looking() {}

    /** Something that happened, and when. */
    record Sign(Instant at, String what) {}

    /** Whether nothing can be judged without it. */
    static boolean isNeeded(String source) {
        return IDENTITY.contains(source)
                || Gate.USUAL.stream().anyMatch(gate -> gate.needs().contains(source));
    }

    /** The node itself; another one of its name is not it. */
    static Optional<Machine> machine(Ref target, Situation situation) {
        return situation
                .machine(target.getName())
                .filter(machine -> target.getKind().equals(LONGHORN)
                        ? machine.storage()
                                .filter(storage -> isSame(target, storage.uid()))
                                .isPresent()
                        : isSame(target, machine.uid()));
    }

    private static boolean isSame(Ref target, String uid) {
        return target.getUid().isEmpty() || target.getUid().equals(uid);
    }

    /** Whether the switch that keeps it out is not set any more. */
    static boolean isInService(Ref target, Machine machine) {
        return target.getKind().equals(LONGHORN)
                ? machine.storage().filter(storage -> storage.allowScheduling()).isPresent()
                : !machine.cordoned();
    }

    /** The latest sign after a moment that a gate does not hold. */
    static Optional<Sign> broken(Gate gate, Machine machine, Situation situation, Instant since, Instant now) {
        return switch (gate) {
            case NO_REPLICA_ERROR ->
                situation.volumes().stream()
                        .flatMap(volume -> volume.replicas().stream())
                        .filter(replica -> replica.node().equals(machine.name()))
                        .flatMap(replica -> failures(replica, since))
                        .max(Comparator.comparing(Sign::at));
            case NO_INSTANCE_MANAGER_RESTART ->
                machine.instanceManagers().stream()
                        .flatMap(manager -> manager
                                .startedAt()
                                .filter(at -> at.isAfter(since))
                                .map(at -> new Sign(at, "%s was started again".formatted(manager.name())))
                                .stream())
                        .max(Comparator.comparing(Sign::at));
            case READY_STABLE ->
                machine.ready()
                        ? machine.readySince()
                                .filter(at -> at.isAfter(since))
                                .map(at -> new Sign(at, "it was not ready until then"))
                        : Optional.of(new Sign(now, "it is not ready"));
            case NO_KERNEL_IO_ERROR, DISK_PROBE -> Optional.empty();
        };
    }

    private static Stream<Sign> failures(Replica replica, Instant since) {
        return Stream.of(replica.failedAt(), replica.lastFailedAt())
                .flatMap(Optional::stream)
                .filter(at -> at.isAfter(since))
                .map(at -> new Sign(at, "%s failed".formatted(replica.name())));
    }
}
