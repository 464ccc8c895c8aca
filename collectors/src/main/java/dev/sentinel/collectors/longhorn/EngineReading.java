package dev.sentinel.collectors.longhorn;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.EngineFailure;
import dev.sentinel.v1.LonghornEngineDuplicated;
import dev.sentinel.v1.LonghornEngineFailed;
import dev.sentinel.v1.LonghornEngineFilesystemReadOnly;
import dev.sentinel.v1.LonghornEngineFilesystemWritable;
import dev.sentinel.v1.LonghornEngineReplicaModeChanged;
import dev.sentinel.v1.LonghornEngineStateChanged;
import dev.sentinel.v1.LonghornInstanceState;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.ReplicaMode;
import dev.sentinel.v1.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Engines: state, failure, what they think of replicas, read-only filesystems, two of them at once (domain page 1.4). */
final class EngineReading {
    /** A replica that the engine knows and the resources do not. */
    private static final String NAMELESS = "UNKNOWN-";

    private final World world;
    private final Telling telling;

    EngineReading(World world, Telling telling) {
        this.world = world;
        this.telling = telling;
    }

    void read(Resource engine) {
        String volume = engine.spec("volumeName").name().isEmpty()
                ? engine.label("longhornvolume")
                : engine.spec("volumeName").name();
        if (volume.isEmpty()) {
            return;
        }
        var key = new World.Key(Kinds.ENGINE, engine.name());
        Optional<Known.Engine> any = world.find(Known.Engine.class, key);
        Optional<Known.Engine> before = any.filter(old -> old.uid().equals(engine.uid()));
        Ref subject = engine.ref(Kinds.ENGINE);
        Known.Engine now = known(engine, volume, before);
        // The neighbours are judged by what this engine says now; its rebuilds and edges follow.
        world.put(key, now);
        List<Edge> edges = telling.links(
                Kinds.ENGINE, subject, any.map(Known.Engine::edges).orElse(List.of()), edges(engine, now));
        state(engine, subject, before, now);
        modes(engine, subject, before, now);
        Map<String, Known.Rebuild> rebuilds =
                new RebuildTelling(world, telling).engine(engine, volume, before, now.modes());
        readOnly(engine, subject, before, now);
        boolean duplicate = duplicated(engine, subject, volume, before);
        world.put(key, finished(now, rebuilds, duplicate, edges));
        new ReplicaReading(world, telling).rejudge(volume);
        new VolumeReading(world, telling).copiesChanged(volume);
    }

    void gone(Resource last) {
        var key = new World.Key(Kinds.ENGINE, last.name());
        world.find(Known.Engine.class, key)
                .ifPresent(old -> telling.links(Kinds.ENGINE, last.ref(Kinds.ENGINE), old.edges(), List.of()));
        world.remove(key);
    }

    private void state(Resource engine, Ref subject, Optional<Known.Engine> before, Known.Engine now) {
        LonghornInstanceState old =
                before.map(Known.Engine::state).orElse(LonghornInstanceState.LONGHORN_INSTANCE_STATE_UNSPECIFIED);
        boolean bad = now.state() == LonghornInstanceState.LONGHORN_INSTANCE_STATE_ERROR
                || now.state() == LonghornInstanceState.LONGHORN_INSTANCE_STATE_UNKNOWN;
        if (now.state() == old
                || now.state() == LonghornInstanceState.LONGHORN_INSTANCE_STATE_UNSPECIFIED
                || (before.isEmpty() && !bad)) {
            return;
        }
        var changed = LonghornEngineStateChanged.newBuilder()
                .setVolume(now.volume())
                .setState(now.state())
                .setPreviousState(old)
                .setNode(now.node())
                .setInstanceManager(now.manager())
                .setEndpoint(engine.status("endpoint").text(4096));
        telling.tell(
                subject,
                related(now),
                telling.now(),
                bad ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO,
                changed.build());
        if (bad) {
            failed(engine, subject, now);
        }
    }

    private void failed(Resource engine, Ref subject, Known.Engine now) {
        Tree creation = engine.condition("InstanceCreation");
        boolean notMade = creation.at("status").word().equals("False");
        String message = notMade ? creation.at("message").message() : "";
        var exit = Words.exitStatus(message);
        var failed = LonghornEngineFailed.newBuilder()
                .setVolume(now.volume())
                .setFailure(failure(now, notMade, exit.orElse(-1)))
                .setNode(now.node())
                .setInstanceManager(now.manager())
                .setMessage(message);
        exit.ifPresent(failed::setExitCode);
        Instant at = notMade ? creation.at("lastTransitionTime").time().orElse(telling.now()) : telling.now();
        telling.tell(subject, related(now), at, Severity.SEVERITY_ERROR, failed.build());
    }

    private EngineFailure failure(Known.Engine now, boolean notMade, int exit) {
        if (exit == 61) {
            return EngineFailure.ENGINE_FAILURE_NO_USABLE_REPLICA;
        }
        if (now.state() == LonghornInstanceState.LONGHORN_INSTANCE_STATE_UNKNOWN) {
            return EngineFailure.ENGINE_FAILURE_NODE_LOST;
        }
        boolean managerLost = world.find(Known.Manager.class, Kinds.MANAGER, now.manager())
                .filter(manager -> !manager.runs() || manager.lossTold())
                .isPresent();
        if (managerLost) {
            return EngineFailure.ENGINE_FAILURE_INSTANCE_MANAGER_LOST;
        }
        return notMade ? EngineFailure.ENGINE_FAILURE_COULD_NOT_START : EngineFailure.ENGINE_FAILURE_PROCESS_DIED;
    }

    private void modes(Resource engine, Ref subject, Optional<Known.Engine> before, Known.Engine now) {
        Map<String, ReplicaMode> old = before.map(Known.Engine::modes).orElse(Map.of());
        TreeSet<String> replicas = new TreeSet<>(old.keySet());
        replicas.addAll(now.modes().keySet());
        // A stopped engine lists nobody; that says nothing of the replicas.
        boolean runs = now.state() == LonghornInstanceState.LONGHORN_INSTANCE_STATE_RUNNING;
        for (String replica : replicas) {
            var was = old.getOrDefault(replica, ReplicaMode.REPLICA_MODE_UNSPECIFIED);
            var is = now.modes().getOrDefault(replica, ReplicaMode.REPLICA_MODE_REMOVED);
            boolean firstSight = before.isEmpty() && is == ReplicaMode.REPLICA_MODE_READ_WRITE;
            if (is != was && !firstSight && (runs || is != ReplicaMode.REPLICA_MODE_REMOVED)) {
                mode(engine, subject, now, replica, is, was);
            }
        }
    }

    private void mode(Resource engine, Ref subject, Known.Engine now, String replica, ReplicaMode is, ReplicaMode was) {
        Instant at = engine.status("replicaTransitionTimeMap", replica).time().orElse(telling.now());
        boolean nameless = replica.startsWith(NAMELESS);
        Optional<Known.Replica> known = world.find(Known.Replica.class, Kinds.REPLICA, replica);
        var changed = LonghornEngineReplicaModeChanged.newBuilder()
                .setVolume(now.volume())
                .setReplica(nameless ? "" : replica)
                .setReplicaAddress(
                        nameless
                                ? replica.substring(NAMELESS.length())
                                : now.addresses().getOrDefault(replica, ""))
                .setReplicaNode(known.map(Known.Replica::node).orElse(""))
                .setMode(is)
                .setPreviousMode(was)
                .setTransitionAt(Times.stamp(at));
        List<Ref> related = new ArrayList<>(related(now));
        if (!nameless) {
            related.add(world.ref(Kinds.REPLICA, replica));
        }
        known.filter(each -> !each.node().isEmpty()).ifPresent(each -> related.add(Refs.node(each.node())));
        Severity severity = is == ReplicaMode.REPLICA_MODE_ERROR ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO;
        telling.tell(subject, related, at, severity, changed.build());
    }

    private void readOnly(Resource engine, Ref subject, Optional<Known.Engine> before, Known.Engine now) {
        boolean was = before.map(Known.Engine::readOnly).orElse(false);
        if (was == now.readOnly()) {
            return;
        }
        Instant at = engine.condition("FilesystemReadOnly")
                .at("lastTransitionTime")
                .time()
                .orElse(telling.now());
        if (now.readOnly()) {
            var detail = LonghornEngineFilesystemReadOnly.newBuilder()
                    .setVolume(now.volume())
                    .setNode(now.node())
                    .setTransitionAt(Times.stamp(at));
            telling.tell(subject, related(now), at, Severity.SEVERITY_CRITICAL, detail.build());
        } else {
            var detail = LonghornEngineFilesystemWritable.newBuilder()
                    .setVolume(now.volume())
                    .setNode(now.node());
            telling.tell(subject, related(now), at, Severity.SEVERITY_INFO, detail.build());
        }
    }

    /** Two engines are normal while a volume migrates: one of them is not active then. */
    private boolean duplicated(Resource engine, Ref subject, String volume, Optional<Known.Engine> before) {
        List<String> active = world.enginesOf(volume).entrySet().stream()
                .filter(each -> each.getValue().active())
                .map(Map.Entry::getKey)
                .toList();
        boolean told = before.map(Known.Engine::duplicateTold).orElse(false);
        if (active.size() < 2 || told || !active.contains(engine.name())) {
            return told && active.size() > 1;
        }
        var duplicated = LonghornEngineDuplicated.newBuilder()
                .setVolume(volume)
                .addAllEngines(active)
                .setCurrentNode(world.find(Known.Volume.class, Kinds.VOLUME, volume)
                        .map(Known.Volume::node)
                        .orElse(""));
        telling.tell(
                subject,
                List.of(world.ref(Kinds.VOLUME, volume)),
                telling.now(),
                Severity.SEVERITY_ERROR,
                duplicated.build());
        return true;
    }

    private List<Ref> related(Known.Engine engine) {
        List<Ref> related = new ArrayList<>();
        related.add(world.ref(Kinds.VOLUME, engine.volume()));
        if (!engine.node().isEmpty()) {
            related.add(Refs.node(engine.node()));
        }
        if (!engine.manager().isEmpty()) {
            related.add(world.ref(Kinds.MANAGER, engine.manager()));
        }
        return related;
    }

    private List<Edge> edges(Resource engine, Known.Engine now) {
        Ref self = world.ref(Kinds.ENGINE, engine.name());
        Instant since = engine.createdAt(telling.now());
        List<Edge> edges = new ArrayList<>();
        edges.add(Telling.edge(EdgeKind.EDGE_KIND_HAS, world.ref(Kinds.VOLUME, now.volume()), self, since));
        if (!now.node().isEmpty()) {
            // An engine moves with its volume, so this began no earlier than it was seen.
            edges.add(Telling.edge(EdgeKind.EDGE_KIND_ON, self, Refs.node(now.node()), telling.now()));
        }
        if (!now.manager().isEmpty()) {
            edges.add(Telling.edge(
                    EdgeKind.EDGE_KIND_HOSTS, world.ref(Kinds.MANAGER, now.manager()), self, telling.now()));
        }
        return edges;
    }

    private static Known.Engine known(Resource engine, String volume, Optional<Known.Engine> before) {
        Map<String, ReplicaMode> modes = new HashMap<>();
        engine.status("replicaModeMap").fields().forEach((replica, word) -> {
            if (Words.mode(word.word()) != ReplicaMode.REPLICA_MODE_UNSPECIFIED) {
                modes.put(replica, Words.mode(word.word()));
            }
        });
        Map<String, String> addresses = new HashMap<>();
        engine.spec("replicaAddressMap").fields().forEach((name, address) -> addresses.put(name, address.name()));
        engine.status("currentReplicaAddressMap")
                .fields()
                .forEach((name, address) -> addresses.put(name, address.name()));
        String manager = engine.status("instanceManagerName").name();
        return new Known.Engine(
                engine.uid(),
                volume,
                Words.instance(engine.status("currentState").word()),
                engine.spec("active").flag(),
                engine.spec("salvageRequested").flag(),
                engine.spec("nodeID").name(),
                manager.isEmpty() ? before.map(Known.Engine::manager).orElse("") : manager,
                modes,
                addresses,
                before.map(Known.Engine::rebuilds).orElse(Map.of()),
                engine.condition("FilesystemReadOnly").at("status").word().equals("True"),
                before.map(Known.Engine::duplicateTold).orElse(false),
                before.map(Known.Engine::edges).orElse(List.of()));
    }

    private static Known.Engine finished(
            Known.Engine now, Map<String, Known.Rebuild> rebuilds, boolean duplicateTold, List<Edge> edges) {
        return new Known.Engine(
                now.uid(),
                now.volume(),
                now.state(),
                now.active(),
                now.salvages(),
                now.node(),
                now.manager(),
                now.modes(),
                now.addresses(),
                rebuilds,
                now.readOnly(),
                duplicateTold,
                edges);
    }
}
