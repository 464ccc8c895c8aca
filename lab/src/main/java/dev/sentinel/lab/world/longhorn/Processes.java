package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What engines and replicas share: a process in the instance manager of a node, started and stopped as desired. */
final class Processes {

    static final Duration START = Duration.ofSeconds(2);
    private static final int FIRST_PORT = 10_000;

    private Processes() {}

    /** Moves the process one step; true when it runs and stays so. */
    static boolean step(World world, Key key, String node, boolean broken) {
        ObjectNode instance = world.store().get(key);
        String state = Names.state(instance);
        boolean wanted = Tree.text(instance, "spec", "desireState").equals("running");
        String manager = InstanceManagers.on(world, node).map(Names::state).orElse("stopped");
        boolean alive = state.equals("running") || state.equals("starting");
        if (manager.equals("unknown") && !state.equals("stopped") && !state.isEmpty()) {
            become(world, key, "unknown");
        } else if (alive && !manager.equals("running")) {
            lost(world, key, node);
        } else if (alive && broken) {
            crashes(world, key, node);
        } else if (wanted && (state.equals("stopped") || state.isEmpty()) && manager.equals("running") && !broken) {
            start(world, key, node);
        } else if (!wanted && !state.equals("stopped")) {
            stop(world, key);
        } else if (state.equals("unknown") && manager.equals("running")) {
            // The node came back and the process with it, or did not: it is judged like one that died.
            become(world, key, "error");
        }
        return Names.running(world.store().get(key));
    }

    private static void start(World world, Key key, String node) {
        int port = freePort(world, InstanceManagers.nameOn(node));
        world.store().change(key, each -> {
            Tree.set(each, "starting", "status", "currentState");
            Tree.set(each, InstanceManagers.nameOn(node), "status", "instanceManagerName");
            Tree.set(each, port, "status", "port");
        });
        world.after(
                START,
                () -> world.store()
                        .find(key)
                        .filter(each -> Names.state(each).equals("starting"))
                        .ifPresent(any -> {
                            Optional<ObjectNode> manager =
                                    InstanceManagers.on(world, node).filter(Names::running);
                            manager.ifPresent(each -> {
                                String ip = Tree.text(each, "status", "ip");
                                world.store().change(key, instance -> {
                                    Tree.set(instance, "running", "status", "currentState");
                                    Tree.set(instance, ip, "status", "ip");
                                    Tree.set(instance, ip, "status", "storageIP");
                                    Tree.set(instance, true, "status", "started");
                                });
                                tell(world, key, "Start", "Starts " + key.name());
                            });
                        }));
    }

    private static void stop(World world, Key key) {
        boolean ran = Names.running(world.store().get(key));
        world.store().change(key, each -> {
            Tree.set(each, "stopped", "status", "currentState");
            clear(each);
            Tree.set(each, "", "status", "instanceManagerName");
        });
        if (ran) {
            tell(world, key, "Stop", "Stops " + key.name());
        }
    }

    private static void lost(World world, Key key, String node) {
        become(world, key, "error");
        new Sayings(world)
                .manager(
                        node,
                        "warning",
                        "Marking the instance as state ERROR since failed to find the instance status in instance manager %s for the running instance %s"
                                .formatted(InstanceManagers.nameOn(node), key.name()),
                        "controller=longhorn-%s".formatted(key.kind().singular()));
    }

    private static void crashes(World world, Key key, String node) {
        Sayings sayings = new Sayings(world);
        String manager = InstanceManagers.nameOn(node);
        sayings.instanceManager(
                manager, "Process Manager: process %s error out, error msg: exit status 1".formatted(key.name()));
        sayings.manager(
                node,
                "warning",
                "Instance %s crashed on Instance Manager %s at %s, getting log".formatted(key.name(), manager, node),
                "controller=longhorn-%s".formatted(key.kind().singular()));
        become(world, key, "error");
    }

    private static void become(World world, Key key, String state) {
        world.store().change(key, each -> {
            if (!Names.state(each).equals(state)) {
                Tree.set(each, state, "status", "currentState");
                clear(each);
            }
        });
    }

    private static void clear(ObjectNode instance) {
        Tree.set(instance, "", "status", "ip");
        Tree.set(instance, "", "status", "storageIP");
        Tree.set(instance, 0, "status", "port");
        Tree.set(instance, false, "status", "started");
    }

    private static int freePort(World world, String manager) {
        Set<Integer> taken = new TreeSet<>();
        for (Kind kind : new Kind[] {Kinds.LH_ENGINE, Kinds.LH_REPLICA}) {
            world.store().all(kind).stream()
                    .filter(each ->
                            Tree.text(each, "status", "instanceManagerName").equals(manager))
                    .forEach(each -> taken.add((int) Tree.number(each, 0, "status", "port")));
        }
        int port = FIRST_PORT;
        while (taken.contains(port)) {
            port += 10;
        }
        return port;
    }

    private static void tell(World world, Key key, String reason, String message) {
        world.events().normal(key, "longhorn-%s-controller".formatted(key.kind().singular()), reason, message);
    }
}
