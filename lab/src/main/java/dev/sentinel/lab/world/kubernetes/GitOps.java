package dev.sentinel.lab.world.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An application with self-heal: what Git says about an object comes back a few seconds after somebody changed it. What Git
 * says is the specification that the object had when the application first saw it; the objects are those of
 * {@code status.resources}.
 */
final class GitOps implements Controller {

    private static final Duration REACTION = Duration.ofSeconds(5);

    private final Map<Key, JsonNode> git = new HashMap<>();

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.APPLICATION)) {
            return Stream.of(change.key());
        }
        boolean touched = change.type() == Change.Type.MODIFIED
                && git.containsKey(change.key())
                && !change.after().path("spec").equals(git.get(change.key()));
        return touched ? world.store().keys(Kinds.APPLICATION).stream() : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        world.store().find(key).ifPresent(application -> {
            Tree.items(application, "status", "resources")
                    .flatMap(resource -> object(resource).stream())
                    .forEach(managed -> learn(world, managed));
            boolean heals = Tree.flag(application, "spec", "syncPolicy", "automated", "selfHeal");
            boolean drifted = Tree.items(application, "status", "resources")
                    .flatMap(resource -> object(resource).stream())
                    .anyMatch(managed -> drifted(world, managed));
            world.store()
                    .change(key, each -> Tree.set(each, drifted ? "OutOfSync" : "Synced", "status", "sync", "status"));
            if (heals && drifted) {
                world.after(REACTION, () -> heal(world, key));
            }
        });
    }

    private void learn(World world, Key managed) {
        world.store()
                .find(managed)
                .ifPresent(each ->
                        git.computeIfAbsent(managed, any -> each.path("spec").deepCopy()));
    }

    private boolean drifted(World world, Key managed) {
        return git.containsKey(managed)
                && world.store()
                        .find(managed)
                        .filter(each -> !each.path("spec").equals(git.get(managed)))
                        .isPresent();
    }

    private void heal(World world, Key application) {
        Optional<ObjectNode> found = world.store().find(application);
        if (found.filter(each -> Tree.flag(each, "spec", "syncPolicy", "automated", "selfHeal"))
                .isEmpty()) {
            return;
        }
        found.stream()
                .flatMap(each -> Tree.items(each, "status", "resources"))
                .flatMap(resource -> object(resource).stream())
                .filter(managed -> drifted(world, managed))
                .forEach(managed -> Optional.ofNullable(git.get(managed))
                        .ifPresent(spec -> world.store().change(managed, each -> each.set("spec", spec.deepCopy()))));
        world.store().change(application, each -> Tree.set(each, "Synced", "status", "sync", "status"));
    }

    private static Optional<Key> object(JsonNode resource) {
        return Kinds.all().stream()
                .filter(kind -> kind.group().equals(Tree.text(resource, "group"))
                        && kind.kind().equals(Tree.text(resource, "kind")))
                .findFirst()
                .map(kind -> new Key(
                        kind, kind.namespaced() ? Tree.text(resource, "namespace") : "", Tree.text(resource, "name")));
    }
}
