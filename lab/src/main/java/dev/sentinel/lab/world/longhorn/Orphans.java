package dev.sentinel.lab.world.longhorn;

import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.util.stream.Stream;

/** Deleting an orphan deletes the data that it stands for; that is all the lab knows of orphans (5.6). */
final class Orphans implements Controller {

    @Override
    public Stream<Key> concerns(World world, Change change) {
        return change.of(Kinds.LH_ORPHAN) ? Stream.of(change.key()) : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        world.store().find(key).filter(Names::ending).ifPresent(any -> {
            world.events()
                    .normal(
                            key,
                            "longhorn-orphan-controller",
                            "OrphanCleanupCompleted",
                            "Orphan %s cleanup completed".formatted(key.name()));
            world.store().change(key, each -> Tree.branch(each, "metadata").remove("finalizers"));
        });
    }
}
