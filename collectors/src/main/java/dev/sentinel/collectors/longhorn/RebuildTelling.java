package dev.sentinel.collectors.longhorn;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.LonghornRebuildCompleted;
import dev.sentinel.v1.LonghornRebuildFailed;
import dev.sentinel.v1.LonghornRebuildProgressed;
import dev.sentinel.v1.LonghornRebuildStarted;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.ReplicaMode;
import dev.sentinel.v1.ReplicaTimes;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Rebuilds; the subject is the replica that is filled, the witnesses are the engine, the replica's condition and events. */
final class RebuildTelling {
    /** Progress is told in steps of so many percent. */
    private static final int STEP = 10;
    /** Two witnesses of one failure speak within this time. */
    private static final Duration SAME = Duration.ofMinutes(2);

    private final World world;
    private final Telling telling;

    RebuildTelling(World world, Telling telling) {
        this.world = world;
        this.telling = telling;
    }

    /** The rebuilds of an engine; what still runs comes back. */
    Map<String, Known.Rebuild> engine(
            Resource engine, String volume, Optional<Known.Engine> before, Map<String, ReplicaMode> modes) {
        Map<String, Known.Rebuild> known = before.map(Known.Engine::rebuilds).orElse(Map.of());
        Map<String, Tree> statuses = statuses(engine);
        Map<String, Known.Rebuild> run = new HashMap<>();
        TreeSet<String> replicas = new TreeSet<>(known.keySet());
        replicas.addAll(statuses.keySet());
        modes.forEach((replica, mode) -> {
            if (mode == ReplicaMode.REPLICA_MODE_WRITE_ONLY) {
                replicas.add(replica);
            }
        });
        for (String replica : replicas) {
            Optional<Tree> status = Optional.ofNullable(statuses.get(replica));
            var mode = modes.getOrDefault(replica, ReplicaMode.REPLICA_MODE_REMOVED);
            Optional<Known.Rebuild> old = Optional.ofNullable(known.get(replica));
            one(engine, volume, replica, mode, status, old).ifPresent(rebuild -> run.put(replica, rebuild));
        }
        return run;
    }

    private Optional<Known.Rebuild> one(
            Resource engine,
            String volume,
            String replica,
            ReplicaMode mode,
            Optional<Tree> status,
            Optional<Known.Rebuild> old) {
        boolean runs = mode == ReplicaMode.REPLICA_MODE_WRITE_ONLY
                || status.filter(each -> each.at("isRebuilding").flag()).isPresent();
        String error = status.map(each -> each.at("error").message()).orElse("");
        if (old.isEmpty() && !runs) {
            return Optional.empty();
        }
        Instant since = old.map(Known.Rebuild::since).orElse(transition(engine, replica));
        if (old.isEmpty()) {
            started(engine, volume, replica, status, since);
        }
        if (!error.isEmpty() || mode == ReplicaMode.REPLICA_MODE_ERROR) {
            failed(volume, replica, "", error, telling.now());
            return Optional.empty();
        }
        if (mode == ReplicaMode.REPLICA_MODE_READ_WRITE) {
            completed(engine, volume, replica, since);
            return Optional.empty();
        }
        if (!runs) {
            // The engine forgot the replica, or stopped: whether that was a failure is said by the replica's condition.
            return Optional.empty();
        }
        int percent =
                status.map(each -> Math.min(100, each.at("progress").count())).orElse(0);
        int told = old.map(Known.Rebuild::toldPercent).orElse(0);
        if (percent < told + STEP && !(told == 0 && percent > 0)) {
            return Optional.of(new Known.Rebuild(since, told));
        }
        progressed(volume, replica, percent, since, status);
        return Optional.of(new Known.Rebuild(since, percent));
    }

    /** A replica's own word of a failed rebuild. */
    void condition(Resource replica, Optional<Known.Replica> before, Known.Replica now) {
        boolean was = before.map(Known.Replica::rebuildFailed).orElse(false);
        if (now.rebuildFailed() && !was) {
            Tree condition = replica.condition("RebuildFailed");
            Instant at = condition.at("lastTransitionTime").time().orElse(telling.now());
            if (before.isPresent() || at.isAfter(telling.now().minus(NodeReading.NEWS))) {
                failed(
                        now.volume(),
                        replica.name(),
                        condition.at("reason").word(),
                        condition.at("message").message(),
                        at);
            }
        } else if (before.filter(old -> now.retries() > old.retries()).isPresent()) {
            failed(now.volume(), replica.name(), "", "", telling.now());
        }
    }

    /** Tells a failure that no other witness has told just before. */
    void failed(String volume, String replica, String reason, String message, Instant at) {
        Optional<Known.Replica> known = world.find(Known.Replica.class, Kinds.REPLICA, replica);
        boolean told = known.flatMap(Known.Replica::rebuildFailedAt)
                .filter(last -> last.plus(SAME).isAfter(telling.now()))
                .isPresent();
        if (told) {
            return;
        }
        known.ifPresent(each -> world.put(new World.Key(Kinds.REPLICA, replica), each.rebuildFailedAt(telling.now())));
        var failed = LonghornRebuildFailed.newBuilder()
                .setVolume(volume)
                .setReplica(replica)
                .setTargetAddress(address(world, volume, replica))
                .setTargetNode(node(replica))
                .setFailure(Words.rebuildFailure(reason, message))
                .setMessage(message)
                .setRetryCount(known.map(Known.Replica::retries).orElse(0));
        telling.tell(subject(replica), related(volume, replica), at, Severity.SEVERITY_WARNING, failed.build());
    }

    private void started(Resource engine, String volume, String replica, Optional<Tree> status, Instant since) {
        Optional<Known.Replica> known = world.find(Known.Replica.class, Kinds.REPLICA, replica);
        List<String> sources = new ArrayList<>();
        status.ifPresent(each -> {
            each.at("fromReplicaAddressList").items().forEach(address -> sources.add(address.name()));
            if (sources.isEmpty()) {
                sources.add(each.at("fromReplicaAddress").name());
            }
        });
        sources.removeIf(String::isEmpty);
        var started = LonghornRebuildStarted.newBuilder()
                .setVolume(volume)
                .setEngine(engine.name())
                .setReplica(replica)
                .setTargetAddress(address(world, volume, replica))
                .setTargetNode(node(replica))
                .addAllSourceAddresses(sources)
                .setReusesFailedReplica(
                        known.filter(each -> each.moments().lastFailedAt().isPresent() || each.retries() > 0)
                                .isPresent())
                .setSizeBytes(engine.spec("volumeSize").amount());
        telling.tell(subject(replica), related(volume, replica), since, Severity.SEVERITY_INFO, started.build());
    }

    private void progressed(String volume, String replica, int percent, Instant since, Optional<Tree> status) {
        var progressed = LonghornRebuildProgressed.newBuilder()
                .setVolume(volume)
                .setReplica(replica)
                .setTargetAddress(address(world, volume, replica))
                .setTargetNode(node(replica))
                .setProgressPercent(percent)
                .setElapsedSeconds(telling.secondsSince(since));
        status.flatMap(each -> each.at("appliedRebuildingMBps").whole().stream()
                        .boxed()
                        .findFirst())
                .filter(megabytes -> megabytes > 0 && megabytes < 1_000_000)
                .ifPresent(megabytes -> progressed.setAppliedBytesPerSecond(megabytes * 1_000_000));
        telling.tell(
                subject(replica), related(volume, replica), telling.now(), Severity.SEVERITY_INFO, progressed.build());
    }

    private void completed(Resource engine, String volume, String replica, Instant since) {
        Instant at = transition(engine, replica);
        var completed = LonghornRebuildCompleted.newBuilder()
                .setVolume(volume)
                .setReplica(replica)
                .setTargetAddress(address(world, volume, replica))
                .setTargetNode(node(replica))
                .setElapsedSeconds(Math.max(0, Duration.between(since, at).toSeconds()));
        telling.tell(subject(replica), related(volume, replica), at, Severity.SEVERITY_INFO, completed.build());
    }

    /** By replica: the engine lists rebuilds by address (domain page 1.4). */
    private static Map<String, Tree> statuses(Resource engine) {
        Map<String, String> byAddress = new HashMap<>();
        engine.status("currentReplicaAddressMap")
                .fields()
                .forEach((name, address) -> byAddress.put(Words.bare(address.name()), name));
        Map<String, Tree> statuses = new HashMap<>();
        engine.status("rebuildStatus").fields().forEach((address, status) -> {
            String replica = byAddress.get(Words.bare(address));
            if (replica != null) {
                statuses.put(replica, status);
            }
        });
        return statuses;
    }

    private Instant transition(Resource engine, String replica) {
        return engine.status("replicaTransitionTimeMap", replica).time().orElse(telling.now());
    }

    static String address(World world, String volume, String replica) {
        return world.enginesOf(volume).values().stream()
                .flatMap(engine -> Optional.ofNullable(engine.addresses().get(replica)).stream())
                .findFirst()
                .orElse("");
    }

    static ReplicaTimes times(Known.Moments moments) {
        var times = ReplicaTimes.newBuilder();
        moments.healthyAt().ifPresent(at -> times.setHealthyAt(Times.stamp(at)));
        moments.failedAt().ifPresent(at -> times.setFailedAt(Times.stamp(at)));
        moments.lastHealthyAt().ifPresent(at -> times.setLastHealthyAt(Times.stamp(at)));
        moments.lastFailedAt().ifPresent(at -> times.setLastFailedAt(Times.stamp(at)));
        return times.build();
    }

    private String node(String replica) {
        return world.find(Known.Replica.class, Kinds.REPLICA, replica)
                .map(Known.Replica::node)
                .orElse("");
    }

    private Ref subject(String replica) {
        String uid = world.find(Known.Replica.class, Kinds.REPLICA, replica)
                .map(Known.Replica::uid)
                .orElse("");
        return Refs.of(Kinds.REPLICA, world.namespace(), replica, uid);
    }

    private List<Ref> related(String volume, String replica) {
        List<Ref> related = new ArrayList<>();
        related.add(world.ref(Kinds.VOLUME, volume));
        world.find(Known.Replica.class, Kinds.REPLICA, replica).ifPresent(known -> {
            if (!known.disk().isEmpty()) {
                related.add(world.ref(Kinds.DISK, known.disk()));
            }
            if (!known.node().isEmpty()) {
                related.add(Refs.node(known.node()));
            }
        });
        return related;
    }
}
