package dev.sentinel.collectors.nomad;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.v1.NomadAllocationChanged;
import dev.sentinel.v1.NomadDesiredStatus;
import dev.sentinel.v1.NomadJobChanged;
import dev.sentinel.v1.NomadNodeChanged;
import dev.sentinel.v1.NomadNodeStatus;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.ResourceChange;
import dev.sentinel.v1.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells what changed, and what it is worth. */
final class Changes {
    private static final int MOST_VOLUMES = 32;

    private final Telling telling;

    Changes(Telling telling) {
        this.telling = telling;
    }

    /** Whether a thing is told when it is seen for the first time: it did not get so just now, but nobody was told. */
    static boolean isBad(Allocation allocation) {
        return severity(allocation) != Severity.SEVERITY_INFO;
    }

    static boolean isBad(Client client) {
        return severity(client) != Severity.SEVERITY_INFO;
    }

    void allocation(Optional<Allocation> old, Allocation now, List<String> volumes) {
        NomadAllocationChanged.Builder changed = NomadAllocationChanged.newBuilder()
                .setAllocationId(now.id())
                .setJob(now.job())
                .setTaskGroup(now.group())
                .setNodeId(now.nodeId())
                .setNodeName(now.nodeName())
                .setStatus(now.status())
                .setDesiredStatus(now.desired())
                .setMigrating(now.migrating())
                .setPreviousAllocationId(now.previous())
                .setMessage(now.message())
                .setIndex(now.index())
                .addAllCsiVolumes(volumes.stream().limit(MOST_VOLUMES).toList());
        old.ifPresent(each -> changed.setPreviousStatus(each.status()));
        List<Ref> related = new ArrayList<>();
        volumes.forEach(volume -> related.add(now.volume(volume)));
        now.nodeRef().ifPresent(related::add);
        related.add(now.jobRef());
        if (!now.previous().isEmpty()) {
            related.add(Refs.of("nomad.allocation", now.namespace(), now.previous(), now.previous()));
        }
        telling.tell(now.ref(), related, now.at().orElse(telling.now()), severity(now), changed.build());
    }

    void client(Optional<Client> old, Client now) {
        NomadNodeChanged.Builder changed = NomadNodeChanged.newBuilder()
                .setStatus(now.status())
                .setEligible(now.eligible())
                .setDraining(now.draining())
                .setMessage(now.message())
                .setIndex(now.index());
        old.ifPresent(each -> changed.setPreviousStatus(each.status()));
        // The node's own time is that of its status only.
        boolean other = old.filter(each -> each.status() == now.status()).isPresent();
        var at = other ? telling.now() : now.statusAt().orElse(telling.now());
        telling.tell(now.ref(), List.of(now.machine()), at, severity(now), changed.build());
    }

    /** The contract has no word for a client that was removed; it is down for good. */
    void clientGone(Client last) {
        var changed = NomadNodeChanged.newBuilder()
                .setStatus(NomadNodeStatus.NOMAD_NODE_STATUS_DOWN)
                .setPreviousStatus(last.status())
                .setMessage("removed from the cluster")
                .setIndex(last.index());
        telling.tell(last.ref(), List.of(last.machine()), telling.now(), Severity.SEVERITY_WARNING, changed.build());
    }

    void job(Optional<Job> old, Job now) {
        NomadJobChanged.Builder changed = NomadJobChanged.newBuilder()
                .setChange(
                        old.isPresent()
                                ? ResourceChange.RESOURCE_CHANGE_MODIFIED
                                : ResourceChange.RESOURCE_CHANGE_ADDED)
                .setStopped(now.stopped())
                .setVersion(now.version())
                .putAllGroupCounts(now.counts())
                .setIndex(now.index());
        old.ifPresent(each -> changed.putAllPreviousGroupCounts(each.counts()));
        // Stopping and scaling leave the time of submission as it was.
        boolean submitted = old.map(each -> each.version() != now.version()).orElse(true);
        var at = submitted ? now.at().orElse(telling.now()) : telling.now();
        telling.tell(now.ref(), List.of(), at, Severity.SEVERITY_INFO, changed.build());
    }

    void jobGone(Job last) {
        var changed = NomadJobChanged.newBuilder()
                .setChange(ResourceChange.RESOURCE_CHANGE_DELETED)
                .setStopped(true)
                .setVersion(last.version())
                .putAllPreviousGroupCounts(last.counts())
                .setIndex(last.index());
        telling.tell(last.ref(), List.of(), telling.now(), Severity.SEVERITY_WARNING, changed.build());
    }

    private static Severity severity(Allocation now) {
        boolean wanted = now.desired() == NomadDesiredStatus.NOMAD_DESIRED_STATUS_RUN;
        return switch (now.status()) {
            case NOMAD_ALLOCATION_STATUS_FAILED -> wanted ? Severity.SEVERITY_ERROR : Severity.SEVERITY_WARNING;
            case NOMAD_ALLOCATION_STATUS_LOST -> Severity.SEVERITY_ERROR;
            case NOMAD_ALLOCATION_STATUS_UNKNOWN -> Severity.SEVERITY_WARNING;
            case NOMAD_ALLOCATION_STATUS_UNSPECIFIED,
                    NOMAD_ALLOCATION_STATUS_PENDING,
                    NOMAD_ALLOCATION_STATUS_RUNNING,
                    NOMAD_ALLOCATION_STATUS_COMPLETE,
                    UNRECOGNIZED ->
                now.migrating() && !now.isOver() ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO;
        };
    }

    /** A drain moves writers and what they hold: the incident of the wiped LUN began with a routine one. */
    private static Severity severity(Client now) {
        return switch (now.status()) {
            case NOMAD_NODE_STATUS_DOWN -> Severity.SEVERITY_ERROR;
            case NOMAD_NODE_STATUS_DISCONNECTED -> Severity.SEVERITY_WARNING;
            case NOMAD_NODE_STATUS_UNSPECIFIED, NOMAD_NODE_STATUS_INITIALIZING, NOMAD_NODE_STATUS_READY, UNRECOGNIZED ->
                now.draining() ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO;
        };
    }
}
