package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Conditions;
import java.time.Duration;
import java.util.stream.Stream;

/** The engine image on each node; a new node makes it "deploying" for a moment, rightly (1.7). */
final class EngineImages implements Controller {

    // A machine that never had it fetches it first; until then nothing is placed there.
    private static final Duration FETCHED = Duration.ofSeconds(30);

    private static final Key IMAGE = Names.key(Kinds.LH_ENGINE_IMAGE, Names.EI_NAME);

    @Override
    public Stream<Key> concerns(World world, Change change) {
        boolean pod = change.of(Kinds.POD) && change.key().name().startsWith("engine-image-");
        return pod || change.of(Kinds.LH_ENGINE_IMAGE) || change.of(Kinds.LH_NODE) ? Stream.of(IMAGE) : Stream.empty();
    }

    static boolean deployedOn(World world, String node) {
        return world.store()
                .find(IMAGE)
                .filter(each -> Tree.flag(each, "status", "nodeDeploymentMap", node))
                .isPresent();
    }

    @Override
    public void reconcile(World world, Key key) {
        if (world.store().find(key).isEmpty()) {
            return;
        }
        ObjectNode map = Tree.of();
        boolean all = true;
        for (ObjectNode node : world.store().all(Kinds.LH_NODE)) {
            boolean deployed = fetched(world, key, node)
                    && world.store().all(Kinds.POD).stream()
                            .anyMatch(pod -> Names.name(pod).startsWith("engine-image-")
                                    && Tree.text(pod, "spec", "nodeName").equals(Names.name(node))
                                    && Conditions.is(pod, "Ready"));
            map.put(Names.name(node), deployed);
            all &= deployed || !Conditions.is(node, "Ready");
        }
        String state = all ? "deployed" : "deploying";
        boolean becomes =
                all && Tree.text(world.store().get(key), "status", "state").equals("deploying");
        world.store().change(key, each -> {
            Tree.set(each, map, "status", "nodeDeploymentMap");
            Tree.set(each, state, "status", "state");
            Conditions.set(
                    each,
                    world.now(),
                    "ready",
                    state.equals("deployed") ? "True" : "False",
                    state.equals("deployed") ? "" : "daemonSet",
                    "");
        });
        if (becomes) {
            world.events()
                    .normal(
                            key,
                            "longhorn-engine-image-controller",
                            "ready",
                            "Engine image %s (%s) is fully deployed on all ready nodes"
                                    .formatted(Names.EI_NAME, Names.ENGINE_IMAGE));
        }
    }

    private boolean fetched(World world, Key key, ObjectNode node) {
        Duration left = Duration.between(
                world.now(),
                Tree.time(node, world.now(), "metadata", "creationTimestamp").plus(FETCHED));
        if (left.isPositive()) {
            world.again(this, key, left);
        }
        return !left.isPositive();
    }
}
