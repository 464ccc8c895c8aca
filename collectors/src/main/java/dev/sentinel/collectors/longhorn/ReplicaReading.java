package dev.sentinel.collectors.longhorn;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.LonghornInstanceState;
import dev.sentinel.v1.LonghornReplicaClassChanged;
import dev.sentinel.v1.LonghornReplicaDeleted;
import dev.sentinel.v1.LonghornReplicaEvictionChanged;
import dev.sentinel.v1.LonghornReplicaFailed;
import dev.sentinel.v1.LonghornReplicaStateChanged;
import dev.sentinel.v1.LonghornVolumeState;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.ReplicaClass;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Replicas: failed, worth, process, eviction, deleted (domain page 1.5). */
final class ReplicaReading {
    /** A failure first seen later than this is history. */
    private static final Duration NEWS = Duration.ofDays(7);

    private final World world;
    private final Telling telling;

    ReplicaReading(World world, Telling telling) {
        this.world = world;
        this.telling = telling;
    }

    void read(Resource replica) {
        String volume = volume(replica);
        if (volume.isEmpty()) {
            return;
        }
        var key = new World.Key(Kinds.REPLICA, replica.name());
        Optional<Known.Replica> any = world.find(Known.Replica.class, key);
        Optional<Known.Replica> before = any.filter(old -> old.uid().equals(replica.uid()));
        Ref subject = replica.ref(Kinds.REPLICA);
        Known.Replica bare = known(replica, volume, before);
        List<Edge> edges = telling.links(
                Kinds.REPLICA, subject, any.map(Known.Replica::edges).orElse(List.of()), edges(replica, bare));
        Known.Replica now = withEdges(bare, edges);
        world.put(key, now);
        Known.Replica judged = now.worth(world.worth(replica.name(), now));
        world.put(key, judged);
        failed(replica, subject, before, judged);
        state(subject, before, judged);
        before.ifPresent(old -> evicted(subject, old, judged));
        before.ifPresent(old -> judged(subject, old, judged));
        new RebuildTelling(world, telling).condition(replica, before, judged);
        new VolumeReading(world, telling).copiesChanged(volume);
    }

    void gone(Resource last) {
        var key = new World.Key(Kinds.REPLICA, last.name());
        Optional<Known.Replica> before = world.find(Known.Replica.class, key);
        if (before.isEmpty()) {
            return;
        }
        Known.Replica old = before.get();
        Ref subject = last.ref(Kinds.REPLICA);
        var deleted = LonghornReplicaDeleted.newBuilder()
                .setVolume(old.volume())
                .setNode(old.node())
                .setDiskUuid(old.disk())
                .setDataDirectory(old.directory())
                .setLastReplicaClass(old.worth());
        boolean good = old.worth() == ReplicaClass.REPLICA_CLASS_IN_SERVICE
                || old.worth() == ReplicaClass.REPLICA_CLASS_LAST_COPY_CANDIDATE;
        boolean expected = isDeleting(old.volume()) || old.evicts();
        telling.tell(
                subject,
                related(old),
                telling.now(),
                good && !expected ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO,
                deleted.build());
        telling.links(Kinds.REPLICA, subject, old.edges(), List.of());
        world.remove(key);
        new VolumeReading(world, telling).copiesChanged(old.volume());
    }

    /** What the engine thinks of its replicas may have changed what they are worth. */
    void rejudge(String volume) {
        world.replicasOf(volume).forEach((name, old) -> {
            Known.Replica judged = old.worth(world.worth(name, old));
            world.put(new World.Key(Kinds.REPLICA, name), judged);
            judged(Refs.of(Kinds.REPLICA, world.namespace(), name, old.uid()), old, judged);
        });
    }

    private void failed(Resource replica, Ref subject, Optional<Known.Replica> before, Known.Replica now) {
        Optional<Instant> failedAt = now.moments().failedAt();
        boolean known =
                before.filter(old -> old.moments().failedAt().isPresent()).isPresent();
        if (failedAt.isEmpty() || known || failedAt.get().isBefore(telling.now().minus(NEWS))) {
            return;
        }
        int left = world.inService(now.volume());
        var failed = LonghornReplicaFailed.newBuilder()
                .setVolume(now.volume())
                .setNode(now.node())
                .setDiskUuid(now.disk())
                .setEngine(now.engine())
                .setInstanceManager(now.manager())
                .setMode(world.mode(now.volume(), replica.name()))
                .setReplicaClass(now.worth())
                .setTimes(RebuildTelling.times(now.moments()))
                .setAddress(RebuildTelling.address(world, now.volume(), replica.name()))
                .setReason(condition(replica).at("message").message())
                .setReplicasLeft(left);
        boolean expected = isDeleting(now.volume()) || now.evicts();
        Severity severity =
                expected ? Severity.SEVERITY_INFO : left <= 1 ? Severity.SEVERITY_ERROR : Severity.SEVERITY_WARNING;
        telling.tell(subject, related(now), failedAt.get(), severity, failed.build());
    }

    private void state(Ref subject, Optional<Known.Replica> before, Known.Replica now) {
        LonghornInstanceState old =
                before.map(Known.Replica::state).orElse(LonghornInstanceState.LONGHORN_INSTANCE_STATE_UNSPECIFIED);
        boolean bad = now.state() == LonghornInstanceState.LONGHORN_INSTANCE_STATE_ERROR
                || now.state() == LonghornInstanceState.LONGHORN_INSTANCE_STATE_UNKNOWN;
        if (now.state() == old
                || now.state() == LonghornInstanceState.LONGHORN_INSTANCE_STATE_UNSPECIFIED
                || (before.isEmpty() && !bad)) {
            return;
        }
        var changed = LonghornReplicaStateChanged.newBuilder()
                .setVolume(now.volume())
                .setState(now.state())
                .setPreviousState(old)
                .setNode(now.node())
                .setDiskUuid(now.disk())
                .setInstanceManager(now.manager());
        telling.tell(
                subject,
                related(now),
                telling.now(),
                bad ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO,
                changed.build());
    }

    private void evicted(Ref subject, Known.Replica old, Known.Replica now) {
        if (now.evicts() == old.evicts()) {
            return;
        }
        var node = world.find(Known.Node.class, Kinds.NODE, now.node());
        var changed = LonghornReplicaEvictionChanged.newBuilder()
                .setVolume(now.volume())
                .setRequested(now.evicts())
                .setAutomatic(node.filter(Known.Node::autoEvicts).isPresent())
                .setNode(now.node());
        telling.tell(subject, related(now), telling.now(), Severity.SEVERITY_INFO, changed.build());
    }

    private void judged(Ref subject, Known.Replica old, Known.Replica now) {
        if (now.worth() == old.worth() || now.worth() == ReplicaClass.REPLICA_CLASS_UNSPECIFIED) {
            return;
        }
        var changed = LonghornReplicaClassChanged.newBuilder()
                .setVolume(now.volume())
                .setReplicaClass(now.worth())
                .setPreviousReplicaClass(old.worth())
                .setTimes(RebuildTelling.times(now.moments()))
                .setPreviousTimes(RebuildTelling.times(old.moments()))
                .setNode(now.node())
                .setDiskUuid(now.disk())
                .setDiskPath(now.diskPath())
                .setDataDirectory(now.directory())
                .setRebuildRetryCount(now.retries())
                .setEngine(now.engine());
        // Taken for a rebuild, a copy that was good once is no longer one that salvage can bring back (page 0.3, trap
        // 5).
        boolean spent = old.worth() == ReplicaClass.REPLICA_CLASS_FAILED_ONCE_GOOD
                && now.worth() == ReplicaClass.REPLICA_CLASS_REBUILDING;
        telling.tell(
                subject,
                related(now),
                telling.now(),
                spent ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO,
                changed.build());
    }

    private boolean isDeleting(String volume) {
        return world.find(Known.Volume.class, Kinds.VOLUME, volume)
                .filter(known -> known.gone() || known.state() == LonghornVolumeState.LONGHORN_VOLUME_STATE_DELETING)
                .isPresent();
    }

    private List<Ref> related(Known.Replica replica) {
        List<Ref> related = new ArrayList<>();
        related.add(world.ref(Kinds.VOLUME, replica.volume()));
        if (!replica.disk().isEmpty()) {
            related.add(world.ref(Kinds.DISK, replica.disk()));
        }
        if (!replica.node().isEmpty()) {
            related.add(Refs.node(replica.node()));
        }
        if (!replica.manager().isEmpty()) {
            related.add(world.ref(Kinds.MANAGER, replica.manager()));
        }
        return related;
    }

    private List<Edge> edges(Resource replica, Known.Replica known) {
        Ref self = world.ref(Kinds.REPLICA, replica.name());
        Instant since = replica.createdAt(telling.now());
        List<Edge> edges = new ArrayList<>();
        edges.add(Telling.edge(EdgeKind.EDGE_KIND_HAS, world.ref(Kinds.VOLUME, known.volume()), self, since));
        if (!known.disk().isEmpty()) {
            edges.add(Telling.edge(EdgeKind.EDGE_KIND_ON, self, world.ref(Kinds.DISK, known.disk()), since));
        }
        if (!known.manager().isEmpty()) {
            edges.add(Telling.edge(EdgeKind.EDGE_KIND_HOSTS, world.ref(Kinds.MANAGER, known.manager()), self, since));
        }
        return edges;
    }

    private Known.Replica known(Resource replica, String volume, Optional<Known.Replica> before) {
        Tree spec = replica.spec();
        String manager = replica.status("instanceManagerName").name();
        Known.Moments moments = new Known.Moments(
                spec.at("healthyAt").time(),
                spec.at("failedAt").time(),
                spec.at("lastHealthyAt").time(),
                spec.at("lastFailedAt").time());
        return new Known.Replica(
                replica.uid(),
                volume,
                spec.at("nodeID").name(),
                spec.at("diskID").word(),
                spec.at("diskPath").text(4096),
                spec.at("dataDirectoryName").name(),
                spec.at("engineName").name(),
                manager.isEmpty() ? before.map(Known.Replica::manager).orElse("") : manager,
                Words.instance(replica.status("currentState").word()),
                spec.at("active").flag(),
                moments,
                spec.at("rebuildRetryCount").count(),
                // A copy of the wish sat in the status before 1.5.4, and in both until 1.9.
                spec.at("evictionRequested").flag()
                        || replica.status("evictionRequested").flag(),
                condition(replica).at("status").word().equals("True"),
                ReplicaClass.REPLICA_CLASS_UNSPECIFIED,
                clearedAt(before, moments),
                before.flatMap(Known.Replica::rebuildFailedAt),
                List.of());
    }

    /** A rebuild clears both times, a salvage only the failure (page 5.2 and 5.3). */
    private Optional<Instant> clearedAt(Optional<Known.Replica> before, Known.Moments now) {
        boolean cleared =
                before.filter(old -> old.moments().failedAt().isPresent()).isPresent()
                        && now.failedAt().isEmpty()
                        && now.healthyAt().isPresent();
        return cleared ? Optional.of(telling.now()) : before.flatMap(Known.Replica::clearedAt);
    }

    private static Known.Replica withEdges(Known.Replica bare, List<Edge> edges) {
        return new Known.Replica(
                bare.uid(),
                bare.volume(),
                bare.node(),
                bare.disk(),
                bare.diskPath(),
                bare.directory(),
                bare.engine(),
                bare.manager(),
                bare.state(),
                bare.active(),
                bare.moments(),
                bare.retries(),
                bare.evicts(),
                bare.rebuildFailed(),
                bare.worth(),
                bare.clearedAt(),
                bare.rebuildFailedAt(),
                edges);
    }

    private static Tree condition(Resource replica) {
        return replica.condition("RebuildFailed");
    }

    private static String volume(Resource replica) {
        return replica.spec("volumeName").name().isEmpty()
                ? replica.label("longhornvolume")
                : replica.spec("volumeName").name();
    }
}
