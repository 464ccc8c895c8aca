package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.VolumeIo;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Engine processes: which replicas they trust, what they rebuild, and EIO when no good copy is left (1.4, 4.1). */
final class Engines implements Controller {

    private static final Duration TIMEOUT = Duration.ofSeconds(8);
    private static final String COMPONENT = "longhorn-engine-controller";

    private final Hardware hardware;
    private final Rebuilds rebuilds;
    private final Map<String, Instant> silentSince = new HashMap<>();

    Engines(Hardware hardware) {
        this.hardware = hardware;
        this.rebuilds = new Rebuilds(hardware);
    }

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.LH_ENGINE)) {
            return Stream.of(change.key());
        }
        if (change.of(Kinds.LH_REPLICA)) {
            return Stream.of(Names.engine(Names.volumeOf(change.after())));
        }
        return change.of(Kinds.LH_INSTANCE_MANAGER)
                ? world.store().all(Kinds.LH_ENGINE).stream()
                        .filter(each ->
                                Tree.text(each, "spec", "nodeID").equals(Tree.text(change.after(), "spec", "nodeID")))
                        .map(each -> Key.of(Kinds.LH_ENGINE, each))
                : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        Optional<ObjectNode> found = world.store().find(key);
        if (found.isEmpty()) {
            return;
        }
        ObjectNode engine = found.get();
        if (Names.ending(engine)) {
            world.store().change(key, each -> Tree.branch(each, "metadata").remove("finalizers"));
            workloadLoses(world, engine);
            return;
        }
        String node = Tree.text(engine, "spec", "nodeID");
        boolean ran = Tree.flag(engine, "status", "started");
        boolean runs = Processes.step(world, key, node, Names.running(engine) && hardware.takeBrokenEngine(key.name()));
        if (runs && !Tree.text(engine, "status", "endpoint").startsWith("/dev")) {
            open(world, key);
        } else if (runs) {
            monitor(world, key);
        } else if (ran || !Tree.text(engine, "status", "endpoint").isEmpty()) {
            close(world, key);
        }
    }

    /** The process is up: it opens its replicas, and shows a device if one of them is usable. */
    private void open(World world, Key key) {
        ObjectNode engine = world.store().get(key);
        List<String> usable = Tree.names(engine, "spec", "replicaAddressMap").stream()
                .filter(name -> replica(world, name).filter(Names::running).isPresent())
                .toList();
        if (usable.isEmpty()) {
            world.store().change(key, each -> {
                Tree.set(each, "error", "status", "currentState");
                // 61 (ENODATA) is how an engine says that no replica is usable (1.4).
                Conditions.set(
                        each, world.now(), "InstanceCreation", "False", "InstanceCreationFailure", "exit status 61");
            });
            return;
        }
        world.store().change(key, each -> {
            ObjectNode modes = Tree.of();
            ObjectNode times = Tree.of();
            usable.forEach(name -> {
                modes.put(name, "RW");
                times.put(name, Tree.time(world.now()));
            });
            Tree.set(each, modes, "status", "replicaModeMap");
            Tree.set(each, times, "status", "replicaTransitionTimeMap");
            Tree.set(each, Tree.at(each, "spec", "replicaAddressMap").deepCopy(), "status", "currentReplicaAddressMap");
            Tree.set(each, Tree.of(), "status", "rebuildStatus");
            Tree.set(each, "/dev/longhorn/" + Names.volumeOf(each), "status", "endpoint");
            Conditions.set(each, world.now(), "InstanceCreation", "True", "", "");
        });
        String volume = Names.volumeOf(engine);
        if (world.devices().io(volume) == VolumeIo.EIO) {
            // The old mount outlives its engine and is of no use: only a new staging helps (1.4).
            world.devices().becomes(volume, VolumeIo.READ_ONLY);
        }
    }

    private void monitor(World world, Key key) {
        ObjectNode engine = world.store().get(key);
        for (String name : Tree.names(engine, "status", "replicaModeMap")) {
            String mode = Tree.text(engine, "status", "replicaModeMap", name);
            if (!Tree.at(engine, "spec", "replicaAddressMap").has(name)) {
                rebuilds.forget(name);
                drop(world, key, name);
            } else if (!mode.equals("ERR") && gone(world, key, name)) {
                fails(world, key, name, mode);
            }
        }
        rebuilds.step(world, key, this);
        readOnly(world, key);
    }

    /** A closed connection is noticed at once, silence after the replica timeout, 8 s unless somebody changed it. */
    private boolean gone(World world, Key key, String name) {
        Optional<ObjectNode> replica = replica(world, name);
        if (replica.filter(Names::running).isPresent()) {
            silentSince.remove(name);
            return false;
        }
        if (replica.filter(each -> Names.state(each).equals("unknown")).isEmpty()) {
            return true;
        }
        Instant since = silentSince.computeIfAbsent(name, any -> world.now());
        if (since.plus(TIMEOUT).isAfter(world.now())) {
            world.again(this, key, Duration.between(world.now(), since.plus(TIMEOUT)));
            return false;
        }
        return true;
    }

    private void fails(World world, Key key, String name, String mode) {
        ObjectNode engine = world.store().get(key);
        String address = Tree.text(engine, "status", "currentReplicaAddressMap", name);
        boolean silent = silentSince.remove(name) != null;
        Sayings sayings = new Sayings(world);
        sayings.process(
                engine,
                "error",
                silent ? "R/W Timeout. No response received in 8s" : "Error reading from wire " + address,
                silent ? "" : "error=EOF");
        sayings.process(
                engine,
                "error",
                "Setting replica tcp://%s to ERR".formatted(address),
                "error=\"%s\"".formatted(silent ? "r/w timeout" : "EOF"));
        setMode(world, key, name, "ERR");
        if (mode.equals("WO")) {
            rebuilds.fails(world, key, name, address);
        }
        world.events().warning(key, COMPONENT, "Faulted", "Detected replica %s (%s) in error".formatted(name, address));
        boolean any = Tree.items(world.store().get(key), "status", "replicaModeMap")
                .anyMatch(each -> each.asText().equals("RW"));
        if (any) {
            sayings.process(engine, "error", "Ignoring error because tcp://%s is mode RW".formatted(address), "");
        } else {
            sayings.process(engine, "error", "I/O error", "error=\"no backend available\"");
            workloadLoses(world, engine);
        }
    }

    void setMode(World world, Key key, String replica, String mode) {
        world.store().change(key, each -> {
            Tree.set(each, mode, "status", "replicaModeMap", replica);
            Tree.set(each, world.now(), "status", "replicaTransitionTimeMap", replica);
        });
    }

    private static void drop(World world, Key key, String replica) {
        world.store().change(key, each -> {
            String address = Tree.text(each, "status", "currentReplicaAddressMap", replica);
            Tree.branch(each, "status", "replicaModeMap").remove(replica);
            Tree.branch(each, "status", "replicaTransitionTimeMap").remove(replica);
            Tree.branch(each, "status", "currentReplicaAddressMap").remove(replica);
            Tree.branch(each, "status", "rebuildStatus").remove("tcp://" + address);
        });
    }

    private static void close(World world, Key key) {
        ObjectNode engine = world.store().get(key);
        world.store().change(key, each -> {
            for (String map : List.of(
                    "replicaModeMap", "replicaTransitionTimeMap", "currentReplicaAddressMap", "rebuildStatus")) {
                Tree.set(each, Tree.of(), "status", map);
            }
            Tree.set(each, "", "status", "endpoint");
        });
        if (!Names.state(engine).equals("stopped")) {
            workloadLoses(world, engine);
        }
    }

    /** The host mount is read-only: seen by the instance manager and copied to the engine (1.4). */
    private static void readOnly(World world, Key key) {
        String volume = Names.volumeOf(world.store().get(key));
        boolean readOnly =
                world.devices().find(volume).isPresent() && world.devices().io(volume) == VolumeIo.READ_ONLY;
        boolean known = Conditions.is(world.store().get(key), "FilesystemReadOnly");
        if (readOnly != known) {
            world.store()
                    .change(
                            key,
                            each -> Conditions.set(
                                    each, world.now(), "FilesystemReadOnly", readOnly ? "True" : "False", "", ""));
        }
    }

    private static void workloadLoses(World world, ObjectNode engine) {
        String volume = Names.volumeOf(engine);
        boolean mounted =
                world.devices().find(volume).isPresent() && world.devices().io(volume) != VolumeIo.ABSENT;
        if (mounted) {
            world.devices().becomes(volume, VolumeIo.EIO);
        }
    }

    static Optional<ObjectNode> replica(World world, String name) {
        return world.store().find(Names.key(Kinds.LH_REPLICA, name));
    }
}
