package dev.sentinel.lab.world.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The kubelets' part with pods: mount, start, probe, restart with back-off, and stop (domain 6.2). */
public final class Pods implements Controller {

    /** The annotation that gives a pod an address of this machine, for those that are really served. */
    public static final String ADDRESS = "lab.sentinel.dev/address";

    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration STOPPING = Duration.ofSeconds(2);

    private final Machines machines;
    private final Mounting mounting;
    private final Map<String, Program> programs;
    private final Map<String, Map<String, Container>> containers = new TreeMap<>();
    private final Set<String> stopping = new HashSet<>();

    public Pods(Machines machines, Mounting mounting, Map<String, Program> programs) {
        this.machines = machines;
        this.mounting = mounting;
        this.programs = Map.copyOf(programs);
    }

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.POD)) {
            if (change.type() == Change.Type.DELETED) {
                forget(world, change.after());
            }
            return Stream.of(change.key());
        }
        return change.of(Kinds.NODE)
                ? NodeLifecycle.podsOn(world, change.key().name()).map(pod -> Key.of(Kinds.POD, pod))
                : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        world.store()
                .find(key)
                .filter(pod -> awake(world, Tree.text(pod, "spec", "nodeName")))
                .ifPresent(pod -> {
                    if (Templates.ending(pod)) {
                        stop(world, key, pod);
                    } else if (!over(pod)) {
                        run(world, key, pod);
                    }
                });
    }

    /** The process of a container ends now, for a reason of its own. */
    public void exit(World world, Key key, int code, String reason) {
        ObjectNode pod = world.store().get(key);
        Map<String, Container> own = containers.getOrDefault(uid(pod), Map.of());
        if (own.isEmpty()) {
            throw new Refused(Refused.Reason.CONFLICT, "no container of %s runs".formatted(key));
        }
        own.values().forEach(each -> each.ends(world, code, reason));
        show(world, key, pod);
        world.again(this, key, Duration.ofSeconds(1));
    }

    private boolean awake(World world, String node) {
        return machines.find(node)
                .filter(each -> each.running() && !each.readyFrom().isAfter(world.now()))
                .isPresent();
    }

    private void run(World world, Key key, ObjectNode pod) {
        if (!mounting.mounted(world, pod)) {
            waits(world, key);
            world.again(this, key, STOPPING);
            return;
        }
        Map<String, Container> own = containers.computeIfAbsent(uid(pod), any -> new TreeMap<>());
        String boot = machines.find(Tree.text(pod, "spec", "nodeName"))
                .map(Machines.Machine::bootId)
                .orElse("");
        Program program =
                programs.getOrDefault(Tree.text(pod, "metadata", "annotations", Program.ANNOTATION), Program.steady());
        Tree.items(pod, "spec", "containers")
                .forEach(spec -> own.computeIfAbsent(
                                Tree.text(spec, "name"),
                                name -> new Container(key, uid(pod), spec, program, volumes(world, pod)))
                        .step(world, boot));
        show(world, key, pod);
        boolean watched = pod.path("metadata").path("annotations").has(Program.ANNOTATION);
        if (watched || own.values().stream().anyMatch(each -> !each.settled())) {
            world.again(this, key, POLL);
        }
    }

    private void show(World world, Key key, ObjectNode pod) {
        Map<String, Container> own = containers.getOrDefault(uid(pod), Map.of());
        boolean never = Tree.text(pod, "spec", "restartPolicy").equals("Never");
        boolean over = never && own.values().stream().anyMatch(Container::ended);
        boolean ready = !over && own.values().stream().allMatch(Container::ready);
        world.store().change(key, each -> {
            var statuses = Tree.list();
            Tree.items(each, "spec", "containers")
                    .flatMap(spec -> Optional.ofNullable(own.get(Tree.text(spec, "name"))).stream())
                    .forEach(container -> statuses.add(container.status()));
            Tree.set(each, over ? "Failed" : "Running", "status", "phase");
            Tree.set(each, statuses, "status", "containerStatuses");
            if (Tree.text(each, "status", "startTime").isEmpty()) {
                Tree.set(each, world.now(), "status", "startTime");
            }
            Tree.set(each, address(key, each), "status", "podIP");
            Conditions.set(each, world.now(), "Initialized", "True", "", "");
            for (String type : new String[] {"ContainersReady", "Ready"}) {
                Conditions.set(
                        each, world.now(), type, ready ? "True" : "False", ready ? "" : "ContainersNotReady", "");
            }
        });
    }

    private static String address(Key key, ObjectNode pod) {
        String lent = Tree.text(pod, "metadata", "annotations", ADDRESS);
        return lent.isEmpty()
                ? "10.42.%d.%d"
                        .formatted(Math.floorMod(key.hashCode(), 16), 2 + Math.floorMod(uid(pod).hashCode(), 250))
                : lent;
    }

    private static void waits(World world, Key key) {
        world.store().change(key, pod -> {
            var statuses = Tree.list();
            Tree.items(pod, "spec", "containers")
                    .forEach(spec -> statuses.add(Tree.of(
                            "name", Tree.text(spec, "name"),
                            "image", Tree.text(spec, "image"),
                            "ready", false,
                            "restartCount", 0,
                            "state", Tree.of("waiting", Tree.of("reason", "ContainerCreating")))));
            Tree.set(pod, "Pending", "status", "phase");
            Tree.set(pod, statuses, "status", "containerStatuses");
            Conditions.set(pod, world.now(), "Ready", "False", "ContainersNotReady", "");
        });
    }

    private void stop(World world, Key key, ObjectNode pod) {
        if (stopping.add(uid(pod))) {
            world.events().normal(key, "kubelet", "Killing", "Stopping container " + firstContainer(pod));
            world.after(
                    STOPPING,
                    () -> world.store()
                            .find(key)
                            .filter(each ->
                                    uid(each).equals(uid(pod)) && machines.running(Tree.text(each, "spec", "nodeName")))
                            .ifPresent(each -> {
                                var unused = world.store().remove(key);
                            }));
            world.again(this, key, Duration.ofSeconds(30));
        } else {
            stopping.remove(uid(pod));
            world.again(this, key, STOPPING);
        }
    }

    private void forget(World world, ObjectNode pod) {
        containers.remove(uid(pod));
        stopping.remove(uid(pod));
        mounting.unmount(world, pod);
    }

    private static Map<String, String> volumes(World world, ObjectNode pod) {
        Map<String, String> volumes = new TreeMap<>();
        Tree.items(pod, "spec", "volumes").forEach(each -> {
            Key claim = new Key(
                    Kinds.CLAIM,
                    Tree.text(pod, "metadata", "namespace"),
                    Tree.text(each, "persistentVolumeClaim", "claimName"));
            world.store()
                    .find(claim)
                    .map(found -> Key.of(Kinds.PERSISTENT_VOLUME, Tree.text(found, "spec", "volumeName")))
                    .flatMap(world.store()::find)
                    .flatMap(Claims::handle)
                    .ifPresent(handle -> volumes.put(Tree.text(each, "name"), handle));
        });
        return volumes;
    }

    private static String firstContainer(ObjectNode pod) {
        return Tree.items(pod, "spec", "containers")
                .map(each -> Tree.text(each, "name"))
                .findFirst()
                .orElse("");
    }

    private static boolean over(ObjectNode pod) {
        String phase = Tree.text(pod, "status", "phase");
        return phase.equals("Failed") || phase.equals("Succeeded");
    }

    private static String uid(ObjectNode pod) {
        return Tree.text(pod, "metadata", "uid");
    }
}
