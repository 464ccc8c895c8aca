package dev.sentinel.lab.world.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.util.List;
import java.util.stream.Stream;

/** A pod on every node, cordoned or not. */
final class DaemonSets implements Controller {

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.DAEMON_SET)) {
            return Stream.of(change.key());
        }
        if (change.of(Kinds.NODE)) {
            return world.store().keys(Kinds.DAEMON_SET).stream();
        }
        return change.of(Kinds.POD)
                ? Owners.controller(change.after()).stream()
                        .filter(owner -> Tree.text(owner, "kind").equals("DaemonSet"))
                        .map(owner -> new Key(Kinds.DAEMON_SET, change.key().namespace(), Tree.text(owner, "name")))
                : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        world.store().find(key).ifPresent(set -> {
            List<ObjectNode> pods = Owners.of(world, Kinds.POD, set).toList();
            List<String> nodes =
                    world.store().keys(Kinds.NODE).stream().map(Key::name).toList();
            for (String node : nodes) {
                if (pods.stream().noneMatch(pod -> on(pod, node))) {
                    make(world, set, node);
                }
            }
            pods.stream()
                    .filter(pod -> !nodes.contains(Tree.text(pod, "spec", "nodeName")))
                    .forEach(pod -> world.delete(Key.of(Kinds.POD, pod), 0));
            long ready = pods.stream().filter(Templates::ready).count();
            world.store().change(key, each -> {
                Tree.set(each, nodes.size(), "status", "desiredNumberScheduled");
                Tree.set(each, pods.size(), "status", "currentNumberScheduled");
                Tree.set(each, ready, "status", "numberReady");
            });
        });
    }

    private static void make(World world, ObjectNode set, String node) {
        String name = Tree.text(set, "metadata", "name") + "-" + world.dice().letters(5);
        ObjectNode pod = Templates.pod(set, name, "controller-revision-hash");
        Tree.set(pod, node, "spec", "nodeName");
        Templates.make(world, set, "daemonset-controller", pod);
    }

    private static boolean on(ObjectNode pod, String node) {
        return Tree.text(pod, "spec", "nodeName").equals(node);
    }
}
