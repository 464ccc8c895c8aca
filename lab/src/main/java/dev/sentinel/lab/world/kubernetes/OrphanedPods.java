package dev.sentinel.lab.world.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The pod garbage collector: nobody stops the pods of a node that is gone, so it removes them, by force and after a while. */
final class OrphanedPods implements Controller {

    private static final Duration CHECK = Duration.ofSeconds(20);
    private static final Duration QUARANTINE = Duration.ofSeconds(40);

    /** When the pods of a missing node go, if it is still missing then. */
    private final Map<Key, Instant> condemned = new TreeMap<>();

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.NODE)) {
            return Stream.of(change.key());
        }
        return change.of(Kinds.POD)
                ? Stream.of(Tree.text(change.after(), "spec", "nodeName"))
                        .filter(node -> !node.isEmpty())
                        .map(node -> Key.of(Kinds.NODE, node))
                        .filter(node -> world.store().find(node).isEmpty())
                : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key node) {
        if (world.store().find(node).isPresent()
                || NodeLifecycle.podsOn(world, node.name()).findAny().isEmpty()) {
            condemned.remove(node);
            return;
        }
        Instant end =
                condemned.computeIfAbsent(node, any -> world.now().plus(CHECK).plus(QUARANTINE));
        if (end.isAfter(world.now())) {
            world.again(this, node, Duration.between(world.now(), end));
        } else {
            NodeLifecycle.podsOn(world, node.name()).forEach(pod -> remove(world, pod));
        }
    }

    private static void remove(World world, ObjectNode pod) {
        Key key = Key.of(Kinds.POD, pod);
        world.store().change(key, each -> {
            Tree.set(each, "Failed", "status", "phase");
            Conditions.set(
                    each, world.now(), "DisruptionTarget", "True", "DeletionByPodGC", "PodGC: node no longer exists");
        });
        world.delete(key, 0);
    }
}
