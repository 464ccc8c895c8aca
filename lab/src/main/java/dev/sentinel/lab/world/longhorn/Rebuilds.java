package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Rebuilding of one replica after the other, with progress; slow where the disk is slow. */
final class Rebuilds {

    private static final Duration POLL = Duration.ofSeconds(5);
    private static final long BYTES_PER_SECOND = 100L << 20;
    private static final long SLOW_BYTES_PER_SECOND = 4L << 20;
    private static final String COMPONENT = "longhorn-engine-controller";

    private final Hardware hardware;
    private final Map<String, Instant> started = new HashMap<>();

    Rebuilds(Hardware hardware) {
        this.hardware = hardware;
    }

    void step(World world, Key key, Engines engines) {
        ObjectNode engine = world.store().get(key);
        Optional<String> copying = Tree.names(engine, "status", "replicaModeMap").stream()
                .filter(name ->
                        Tree.text(engine, "status", "replicaModeMap", name).equals("WO"))
                .findFirst();
        if (copying.isPresent()) {
            progress(world, key, copying.get(), engines);
            return;
        }
        boolean source = Tree.items(engine, "status", "replicaModeMap")
                .anyMatch(mode -> mode.asText().equals("RW"));
        Tree.names(engine, "spec", "replicaAddressMap").stream()
                .filter(name ->
                        source && !Tree.at(engine, "status", "replicaModeMap").has(name))
                .filter(name ->
                        Engines.replica(world, name).filter(Names::running).isPresent())
                .findFirst()
                .ifPresent(name -> start(world, key, name, engines));
    }

    void forget(String replica) {
        started.remove(replica);
    }

    private void start(World world, Key key, String name, Engines engines) {
        ObjectNode engine = world.store().get(key);
        String address = Tree.text(engine, "spec", "replicaAddressMap", name);
        String from = Tree.names(engine, "status", "replicaModeMap").stream()
                .filter(each ->
                        Tree.text(engine, "status", "replicaModeMap", each).equals("RW"))
                .map(each -> "tcp://" + Tree.text(engine, "status", "currentReplicaAddressMap", each))
                .findFirst()
                .orElse("");
        started.put(name, world.now());
        world.store().change(key, each -> {
            Tree.set(each, address, "status", "currentReplicaAddressMap", name);
            Tree.set(
                    each,
                    Tree.of(
                            "isRebuilding",
                            true,
                            "progress",
                            0,
                            "state",
                            "in_progress",
                            "error",
                            "",
                            "fromReplicaAddress",
                            from,
                            "fromReplicaAddressList",
                            Tree.list(from),
                            "appliedRebuildingMBps",
                            0),
                    "status",
                    "rebuildStatus",
                    "tcp://" + address);
        });
        engines.setMode(world, key, name, "WO");
        String volume = Names.volumeOf(engine);
        world.events()
                .normal(
                        key,
                        COMPONENT,
                        "Rebuilding",
                        "Start rebuilding replica %s with Address %s for normal engine %s and volume %s"
                                .formatted(name, address, key.name(), volume));
        world.events()
                .normal(key, COMPONENT, "Rebuilding", "Detected rebuilding replica %s (%s)".formatted(name, address));
        again(world, key, engines);
    }

    private void progress(World world, Key key, String name, Engines engines) {
        ObjectNode engine = world.store().get(key);
        String node = Engines.replica(world, name)
                .map(each -> Tree.text(each, "spec", "nodeID"))
                .orElse("");
        long size = Tree.number(engine, 0, "spec", "volumeSize");
        long rate = hardware.slow(node) ? SLOW_BYTES_PER_SECOND : BYTES_PER_SECOND;
        Duration took = Duration.between(started.computeIfAbsent(name, any -> world.now()), world.now());
        long percent = size == 0 ? 100 : Math.min(100, took.toSeconds() * rate * 100 / size);
        String url = "tcp://" + Tree.text(engine, "status", "currentReplicaAddressMap", name);
        if (percent < 100) {
            world.store().change(key, each -> Tree.set(each, percent, "status", "rebuildStatus", url, "progress"));
            again(world, key, engines);
            return;
        }
        world.store().change(key, each -> {
            Tree.set(each, 100, "status", "rebuildStatus", url, "progress");
            Tree.set(each, false, "status", "rebuildStatus", url, "isRebuilding");
            Tree.set(each, "complete", "status", "rebuildStatus", url, "state");
        });
        new Sayings(world)
                .process(engine, "info", "WO replica %s's chain verified, update mode to RW".formatted(url), "");
        engines.setMode(world, key, name, "RW");
        started.remove(name);
        String address = url.substring("tcp://".length());
        world.events()
                .normal(
                        key,
                        COMPONENT,
                        "Rebuilt",
                        "Detected replica %s (%s) has been rebuilt".formatted(name, address));
        world.events()
                .normal(
                        key,
                        COMPONENT,
                        "Rebuilt",
                        "Replica %s with Address %s has been rebuilt for volume %s"
                                .formatted(name, address, Names.volumeOf(engine)));
    }

    void fails(World world, Key key, String name, String address) {
        started.remove(name);
        world.store().change(key, each -> {
            String url = "tcp://" + address;
            Tree.set(each, false, "status", "rebuildStatus", url, "isRebuilding");
            Tree.set(each, "error", "status", "rebuildStatus", url, "state");
            Tree.set(
                    each,
                    "rpc error: code = Unavailable desc = error reading from server: EOF",
                    "status",
                    "rebuildStatus",
                    url,
                    "error");
        });
        ObjectNode engine = world.store().get(key);
        new Sayings(world)
                .manager(
                        Tree.text(engine, "spec", "nodeID"),
                        "error",
                        "Failed to rebuild replica " + address,
                        "controller=longhorn-engine engine=%s error=\"rpc error: code = Unavailable\""
                                .formatted(key.name()));
        // The address only, no name: that is how Longhorn tells it (2).
        world.events()
                .warning(
                        key,
                        COMPONENT,
                        "FailedRebuilding",
                        "Failed rebuilding replica with Address %s: rpc error: code = Unavailable desc = error reading from server: EOF"
                                .formatted(address));
    }

    private static void again(World world, Key key, Controller engines) {
        world.again(engines, key, POLL);
    }
}
