package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Conditions;
import dev.sentinel.lab.world.kubernetes.Owners;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The volume controller: creates, attaches, judges and detaches (1.3). */
final class Volumes implements Controller {

    static final String COMPONENT = "longhorn-volume-controller";

    private static final Duration DETACHING = Duration.ofSeconds(5);

    private final Robustness robustness = new Robustness();
    private final Salvage salvage = new Salvage();
    private final Replenishing replenishing = new Replenishing(this);
    private final Map<String, Instant> detachingSince = new HashMap<>();

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.LH_VOLUME)) {
            return Stream.of(change.key());
        }
        if (change.of(Kinds.LH_ENGINE) || change.of(Kinds.LH_REPLICA)) {
            return Stream.of(Names.volume(Names.volumeOf(change.after())));
        }
        return change.of(Kinds.LH_NODE)
                        || change.of(Kinds.LH_SETTING)
                        || change.of(Kinds.LH_INSTANCE_MANAGER)
                        || change.of(Kinds.LH_ENGINE_IMAGE)
                ? world.store().keys(Kinds.LH_VOLUME).stream()
                : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        Optional<ObjectNode> found = world.store().find(key);
        if (found.isEmpty()) {
            return;
        }
        if (Names.ending(found.get())) {
            world.events().normal(key, COMPONENT, "Delete", "Deleting volume " + key.name());
            world.store().change(key, each -> Tree.branch(each, "metadata").remove("finalizers"));
            world.devices().remove(key.name());
            return;
        }
        if (create(world, key)) {
            return;
        }
        ObjectNode volume = world.store().get(key);
        String wanted = Tree.text(volume, "spec", "nodeID");
        if (!Tree.text(volume, "status", "state").equals("detaching")) {
            detachingSince.remove(key.name());
        }
        switch (Tree.text(volume, "status", "state")) {
            case "detached" -> {
                salvage.consider(world, key);
                attachIfWanted(world, key);
            }
            case "attaching" -> {
                if (wanted.isEmpty()) {
                    state(world, key, "detaching");
                } else {
                    attach(world, key, wanted);
                }
            }
            case "attached" -> {
                robustness.judge(world, key);
                if (Tree.text(world.store().get(key), "spec", "nodeID").isEmpty()) {
                    state(world, key, "detaching");
                } else {
                    replenishing.consider(world, key);
                }
            }
            case "detaching" -> {
                Instant done = detachingSince
                        .computeIfAbsent(key.name(), any -> world.now())
                        .plus(DETACHING);
                if (done.isAfter(world.now())) {
                    world.again(this, key, Duration.between(world.now(), done));
                } else {
                    detach(world, key);
                }
            }
            default -> {
                // An engine that was deleted while attached leaves the volume creating for ever (5.5).
            }
        }
    }

    /** Engine, replicas and attachment of a new volume; true while there is something to make. */
    private boolean create(World world, Key key) {
        ObjectNode volume = world.store().get(key);
        Key engine = Names.engine(key.name());
        Key attachment = Names.key(Kinds.LH_ATTACHMENT, key.name());
        if (world.store().find(attachment).isEmpty()) {
            make(world, attachment, volume, Tree.of("volume", key.name(), "attachmentTickets", Tree.of()));
        }
        if (world.store().find(engine).isEmpty()) {
            ObjectNode spec = Tree.of(
                    "volumeName",
                    key.name(),
                    "nodeID",
                    "",
                    "desireState",
                    "stopped",
                    "active",
                    true,
                    "salvageRequested",
                    false,
                    "dataEngine",
                    "v1",
                    "frontend",
                    "blockdev",
                    "image",
                    Names.ENGINE_IMAGE,
                    "volumeSize",
                    Tree.text(volume, "spec", "size"),
                    "replicaAddressMap",
                    Tree.of());
            make(world, engine, volume, spec);
            world.store().change(engine, each -> Tree.set(each, "stopped", "status", "currentState"));
            state(world, key, "creating");
        }
        if (world.devices().find(key.name()).isEmpty()) {
            world.devices().add(key.name());
        }
        boolean isNew = replicas(world, key).isEmpty();
        if (isNew) {
            var unused = Placement.fill(world, key);
        }
        if (Tree.text(world.store().get(key), "status", "state").equals("creating")
                && Tree.text(world.store().get(key), "status", "currentNodeID").isEmpty()) {
            state(world, key, "detached");
            robustness(world, key, "unknown");
        }
        return isNew;
    }

    private static void make(World world, Key key, ObjectNode volume, ObjectNode spec) {
        var unused = world.store()
                .create(
                        key.kind(),
                        Tree.of(
                                "metadata",
                                Tree.of(
                                        "name",
                                        key.name(),
                                        "namespace",
                                        Names.NAMESPACE,
                                        "labels",
                                        Tree.of("longhornvolume", Names.name(volume)),
                                        "ownerReferences",
                                        Owners.ownedBy(volume)),
                                "spec",
                                spec));
    }

    private static void attachIfWanted(World world, Key key) {
        ObjectNode volume = world.store().get(key);
        boolean faulted = Tree.text(volume, "status", "robustness").equals("faulted");
        if (!Tree.text(volume, "spec", "nodeID").isEmpty() && !faulted) {
            state(world, key, "attaching");
        }
    }

    private static void attach(World world, Key key, String node) {
        List<ObjectNode> usable = replicas(world, key).stream()
                .filter(each -> !Names.failed(each))
                .toList();
        boolean known = usable.stream().anyMatch(each -> !healthyAt(each).isEmpty());
        List<ObjectNode> good = usable.stream()
                .filter(each -> !known || !healthyAt(each).isEmpty())
                .toList();
        good.forEach(each -> desire(world, each, "running"));
        List<ObjectNode> running = good.stream()
                .map(each -> world.store().get(Key.of(Kinds.LH_REPLICA, each)))
                .filter(Names::running)
                .toList();
        good.stream()
                .filter(each -> unlaunchable(world, each))
                .forEach(each -> Robustness.fail(
                        world,
                        each,
                        "Replica %s is marked as failed because the instance manager is unable to launch the replica"
                                .formatted(Names.name(each))));
        Key engine = Names.engine(key.name());
        if (running.size() == good.size() && !good.isEmpty()) {
            world.store().change(engine, each -> {
                Tree.set(each, node, "spec", "nodeID");
                Tree.set(each, "running", "spec", "desireState");
                Tree.set(each, addresses(running), "spec", "replicaAddressMap");
            });
        }
        ObjectNode now = world.store().get(engine);
        if (Names.running(now) && !Tree.text(now, "status", "endpoint").isEmpty()) {
            world.store().change(key, each -> {
                Tree.set(each, "attached", "status", "state");
                Tree.set(each, node, "status", "currentNodeID");
                Tree.set(each, node, "status", "ownerID");
            });
            world.events()
                    .normal(
                            key,
                            COMPONENT,
                            "Attached",
                            "volume %s has been attached to %s".formatted(key.name(), node));
        } else if (good.isEmpty() || Names.state(now).equals("error")) {
            robustness(world, key, "faulted");
        }
    }

    /** Its instance manager cannot run it, or its process died at once. */
    private static boolean unlaunchable(World world, ObjectNode replica) {
        String node = Tree.text(replica, "spec", "nodeID");
        String manager = InstanceManagers.on(world, node).map(Names::state).orElse("stopped");
        String state = Names.state(world.store().get(Key.of(Kinds.LH_REPLICA, replica)));
        return !manager.equals("running") || state.equals("error");
    }

    private static void detach(World world, Key key) {
        Key engine = Names.engine(key.name());
        world.store().change(engine, each -> Tree.set(each, "stopped", "spec", "desireState"));
        if (!settled(world.store().get(engine))) {
            return;
        }
        replicas(world, key).forEach(each -> desire(world, each, "stopped"));
        if (replicas(world, key).stream().allMatch(Volumes::settled)) {
            world.store().change(engine, each -> {
                Tree.set(each, "", "spec", "nodeID");
                Tree.set(each, Tree.of(), "spec", "replicaAddressMap");
            });
            world.store().change(key, each -> {
                Tree.set(each, "detached", "status", "state");
                Tree.set(each, "", "status", "currentNodeID");
                if (!Tree.text(each, "status", "robustness").equals("faulted")) {
                    Tree.set(each, "unknown", "status", "robustness");
                }
                Tree.set(each, "", "status", "lastDegradedAt");
            });
            world.events().normal(key, COMPONENT, "Detached", "volume %s has been detached".formatted(key.name()));
        }
    }

    private static boolean settled(ObjectNode instance) {
        return !Names.running(instance) && !Names.state(instance).equals("starting");
    }

    static void desire(World world, ObjectNode replica, String state) {
        world.store().change(Key.of(Kinds.LH_REPLICA, replica), each -> Tree.set(each, state, "spec", "desireState"));
    }

    static void state(World world, Key key, String state) {
        world.store().change(key, each -> Tree.set(each, state, "status", "state"));
    }

    static void robustness(World world, Key key, String robustness) {
        world.store().change(key, each -> Tree.set(each, robustness, "status", "robustness"));
    }

    static ObjectNode addresses(List<ObjectNode> replicas) {
        ObjectNode addresses = Tree.of();
        replicas.forEach(each -> addresses.put(Names.name(each), Names.address(each)));
        return addresses;
    }

    static List<ObjectNode> replicas(World world, Key volume) {
        return world.store().all(Kinds.LH_REPLICA).stream()
                .filter(each -> Names.volumeOf(each).equals(volume.name()) && !Names.ending(each))
                .toList();
    }

    static String healthyAt(ObjectNode replica) {
        return Tree.text(replica, "spec", "healthyAt");
    }

    static void scheduled(World world, Key key, boolean yes) {
        world.store()
                .change(
                        key,
                        each -> Conditions.set(
                                each,
                                world.now(),
                                "Scheduled",
                                yes ? "True" : "False",
                                yes ? "" : "ReplicaSchedulingFailure",
                                ""));
    }
}
