package dev.sentinel.lab.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.util.List;

/**
 * What Sentinel left in the world: an object that it wrote to, whatever its own books say.
 *
 * @param operation which act wrote last, as it is marked; empty when it is not
 */
public record Footprint(String thing, String operation) {
    private static final String MARK = "sentinel.io/op-key";
    private static final String WRITER = "sentinel";

    /** All there are. */
    public static List<Footprint> of(World world) {
        return Kinds.all().stream()
                .flatMap(kind -> world.store().all(kind).stream()
                        .filter(Footprint::isOurs)
                        .map(object -> new Footprint(
                                "%s %s/%s"
                                        .formatted(
                                                kind.plural(),
                                                Tree.text(object, "metadata", "namespace"),
                                                Tree.text(object, "metadata", "name")),
                                Tree.text(object, "metadata", "annotations", MARK))))
                .toList();
    }

    private static boolean isOurs(ObjectNode object) {
        return !Tree.text(object, "metadata", "annotations", MARK).isEmpty()
                || Tree.items(object, "metadata", "managedFields")
                        .anyMatch(each -> Tree.text(each, "manager").equals(WRITER));
    }
}
