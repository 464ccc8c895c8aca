package dev.sentinel.lab.world.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.util.List;
import java.util.stream.Stream;

/** Collects what nobody owns any more. */
final class Garbage implements Controller {

    private static final List<Kind> OWNED = List.of(
            Kinds.POD,
            Kinds.REPLICA_SET,
            Kinds.STATEFUL_SET,
            Kinds.LH_ENGINE,
            Kinds.LH_REPLICA,
            Kinds.LH_ATTACHMENT,
            Kinds.LH_SNAPSHOT);

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.type() != Change.Type.DELETED || change.of(Kinds.EVENT)) {
            return Stream.empty();
        }
        return OWNED.stream()
                .flatMap(kind -> Owners.of(world, kind, change.after()).map(each -> Key.of(kind, each)));
    }

    @Override
    public void reconcile(World world, Key key) {
        world.store().find(key).filter(each -> !owned(world, each)).ifPresent(orphan -> world.delete(key, 30));
    }

    private static boolean owned(World world, ObjectNode object) {
        return Tree.items(object, "metadata", "ownerReferences")
                .anyMatch(reference -> Owners.kind(reference)
                        .map(kind -> new Key(
                                kind,
                                kind.namespaced() ? Tree.text(object, "metadata", "namespace") : "",
                                Tree.text(reference, "name")))
                        .flatMap(world.store()::find)
                        .filter(owner -> Tree.text(owner, "metadata", "uid").equals(Tree.text(reference, "uid")))
                        .isPresent());
    }
}
