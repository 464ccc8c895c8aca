package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Conditions;
import dev.sentinel.lab.world.kubernetes.Owners;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One instance manager on each node, with a pod of the same name. Its pod's state is its own, and while it is not running
 * its maps are empty (1.6).
 */
final class InstanceManagers implements Controller {

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.LH_INSTANCE_MANAGER)) {
            return Stream.of(change.key());
        }
        if (change.of(Kinds.LH_NODE)) {
            return Stream.of(
                    Names.key(Kinds.LH_INSTANCE_MANAGER, nameOn(change.key().name())));
        }
        if (change.of(Kinds.POD) && change.key().name().startsWith("instance-manager-")) {
            return Stream.of(Names.key(Kinds.LH_INSTANCE_MANAGER, change.key().name()));
        }
        boolean process = change.of(Kinds.LH_ENGINE) || change.of(Kinds.LH_REPLICA);
        return process
                ? Stream.concat(change.before().stream(), Stream.of(change.after()))
                        .map(each -> Tree.text(each, "status", "instanceManagerName"))
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .map(name -> Names.key(Kinds.LH_INSTANCE_MANAGER, name))
                : Stream.empty();
    }

    /** The same node has the same name, as in Longhorn, which hashes node and image. */
    static String nameOn(String node) {
        StringBuilder hex = new StringBuilder("instance-manager-");
        int hash = node.hashCode();
        for (int i = 0; i < 4; i++) {
            hash = hash * 31 + i + 17;
            hex.append("%08x".formatted(hash));
        }
        return hex.toString();
    }

    static Optional<ObjectNode> on(World world, String node) {
        return world.store().find(Names.key(Kinds.LH_INSTANCE_MANAGER, nameOn(node)));
    }

    @Override
    public void reconcile(World world, Key key) {
        Optional<ObjectNode> node = world.store().all(Kinds.LH_NODE).stream()
                .filter(each -> nameOn(Names.name(each)).equals(key.name()))
                .findFirst();
        if (node.isEmpty()) {
            return;
        }
        ensure(world, key, Names.name(node.get()));
        Optional<ObjectNode> pod = world.store().find(new Key(Kinds.POD, Names.NAMESPACE, key.name()));
        String state = state(node.get(), pod);
        String was = Names.state(world.store().get(key));
        boolean lost = state.equals("error") && was.equals("running");
        if (lost) {
            new Sayings(world)
                    .manager(
                            Names.name(node.get()),
                            "warning",
                            "Instance manager pod %s is %s, updating the instance manager state from running to error"
                                    .formatted(key.name(), pod.isEmpty() ? "not found" : "in phase Failed"),
                            "controller=longhorn-instance-manager");
        }
        world.store().change(key, each -> {
            Tree.set(each, state, "status", "currentState");
            Tree.set(each, Names.name(node.get()), "status", "ownerID");
            Tree.set(each, pod.map(found -> Tree.text(found, "status", "podIP")).orElse(""), "status", "ip");
            Tree.set(
                    each,
                    state.equals("running") ? processes(world, key, Kinds.LH_ENGINE) : Tree.of(),
                    "status",
                    "instanceEngines");
            Tree.set(
                    each,
                    state.equals("running") ? processes(world, key, Kinds.LH_REPLICA) : Tree.of(),
                    "status",
                    "instanceReplicas");
            Conditions.set(
                    each,
                    world.now(),
                    "NodeReady",
                    state.equals("unknown") ? "False" : "True",
                    state.equals("unknown") ? "Down" : "",
                    "");
            Conditions.set(
                    each,
                    world.now(),
                    "PodReady",
                    state.equals("running") ? "True" : "False",
                    podReason(state, pod),
                    "");
        });
        replace(world, node.get(), key, pod);
    }

    private static String state(ObjectNode node, Optional<ObjectNode> pod) {
        String reason = Conditions.find(node, "Ready")
                .map(each -> Tree.text(each, "reason"))
                .orElse("");
        if (reason.equals("KubernetesNodeNotReady") || reason.equals("KubernetesNodeGone")) {
            return "unknown";
        }
        if (pod.isEmpty() || Names.ending(pod.get()) || phase(pod.get()).equals("Failed")) {
            return "error";
        }
        return phase(pod.get()).equals("Running") && Conditions.is(pod.get(), "Ready") ? "running" : "starting";
    }

    private static String podReason(String state, Optional<ObjectNode> pod) {
        return switch (state) {
            case "running" -> "Running";
            case "starting" -> "Starting";
            case "unknown" -> "Down";
            default ->
                pod.map(each -> Names.ending(each) ? "Deleting" : "Failed").orElse("NotFound");
        };
    }

    private static void ensure(World world, Key key, String node) {
        if (world.store().find(key).isEmpty()) {
            var unused = world.store()
                    .create(
                            Kinds.LH_INSTANCE_MANAGER,
                            Tree.of(
                                    "metadata",
                                    Tree.of("name", key.name(), "namespace", Names.NAMESPACE, "labels", labels(node)),
                                    "spec",
                                    Tree.of(
                                            "nodeID",
                                            node,
                                            "image",
                                            Names.MANAGER_IMAGE,
                                            "type",
                                            "aio",
                                            "dataEngine",
                                            "v1"),
                                    "status",
                                    Tree.of("currentState", "stopped", "apiVersion", 6, "proxyApiVersion", 5)));
        }
    }

    private static void replace(World world, ObjectNode node, Key key, Optional<ObjectNode> pod) {
        Key podKey = new Key(Kinds.POD, Names.NAMESPACE, key.name());
        if (pod.filter(each -> phase(each).equals("Failed")).isPresent()) {
            world.delete(podKey, 0);
        } else if (pod.isEmpty() && Conditions.is(node, "Ready")) {
            String host = Names.name(node);
            ObjectNode wanted = Tree.of(
                    "metadata",
                    Tree.of(
                            "name", key.name(),
                            "namespace", Names.NAMESPACE,
                            "labels", labels(host),
                            "ownerReferences", Owners.controlledBy(world.store().get(key))),
                    "spec",
                    Tree.of(
                            "nodeName",
                            host,
                            "restartPolicy",
                            "Never",
                            "containers",
                            Tree.list(Tree.of("name", "instance-manager", "image", Names.MANAGER_IMAGE))),
                    "status",
                    Tree.of("phase", "Pending"));
            var unused = world.store().create(Kinds.POD, wanted);
        }
    }

    private static ObjectNode labels(String node) {
        return Tree.of(
                "longhorn.io/component", "instance-manager",
                "longhorn.io/node", node,
                "longhorn.io/instance-manager-type", "aio",
                "longhorn.io/data-engine", "v1");
    }

    private static ObjectNode processes(World world, Key manager, Kind kind) {
        ObjectNode processes = Tree.of();
        world.store().all(kind).stream()
                .filter(each -> Tree.text(each, "status", "instanceManagerName").equals(manager.name()))
                .filter(each -> Names.running(each) || Names.state(each).equals("starting"))
                .forEach(each -> processes.set(
                        Names.name(each),
                        Tree.of(
                                "spec", Tree.of("name", Names.name(each), "dataEngine", "v1"),
                                "status",
                                        Tree.of(
                                                "state", Names.state(each),
                                                "type", kind.singular(),
                                                "errorMsg", "",
                                                "portStart", Tree.number(each, 0, "status", "port")))));
        return processes;
    }

    private static String phase(ObjectNode pod) {
        return Tree.text(pod, "status", "phase");
    }
}
