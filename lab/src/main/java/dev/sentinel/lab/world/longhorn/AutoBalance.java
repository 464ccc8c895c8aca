package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pulls replicas of healthy attached volumes onto emptier nodes, which is how a new node gets its share (5.9). "least-effort"
 * moves only what shares a zone without need.
 */
final class AutoBalance implements Controller {

    private static final Duration PAUSE = Duration.ofSeconds(30);

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.LH_VOLUME)) {
            return Stream.of(change.key());
        }
        return change.of(Kinds.LH_NODE) || change.of(Kinds.LH_SETTING) || change.of(Kinds.LH_ENGINE_IMAGE)
                ? world.store().keys(Kinds.LH_VOLUME).stream()
                : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        Optional<ObjectNode> found = world.store().find(key);
        String mode = found.map(each -> mode(world, each)).orElse("disabled");
        boolean fit = found.filter(AutoBalance::calm).isPresent();
        if (mode.equals("disabled") || !fit) {
            return;
        }
        List<ObjectNode> replicas = Volumes.replicas(world, key);
        List<ObjectNode> live =
                replicas.stream().filter(each -> !Names.failed(each)).toList();
        if (live.size() != Tree.number(found.get(), 3, "spec", "numberOfReplicas")
                || live.stream().anyMatch(each -> Volumes.healthyAt(each).isEmpty())) {
            return;
        }
        Placement.candidates(world, key).stream()
                .filter(node -> better(world, live, node, mode))
                .findFirst()
                .ifPresent(node -> {
                    if (busy(world, Names.name(node))) {
                        world.again(this, key, PAUSE);
                    } else {
                        move(world, key, replicas, node);
                    }
                });
    }

    private void move(World world, Key key, List<ObjectNode> replicas, ObjectNode node) {
        Optional<ObjectNode> failed = replicas.stream()
                .filter(each ->
                        Names.failed(each) && Tree.text(each, "spec", "nodeID").equals(Names.name(node)))
                .findFirst();
        if (failed.isEmpty()) {
            var unused = Placement.add(world, key, node);
            return;
        }
        Instant from = Tree.time(failed.get(), world.now(), "spec", "failedAt").plus(PAUSE.multipliedBy(2));
        if (from.isAfter(world.now())) {
            world.again(this, key, Duration.between(world.now(), from));
        } else {
            Replenishing.reuse(world, key, failed.get());
        }
    }

    private static String mode(World world, ObjectNode volume) {
        String own = Tree.text(volume, "spec", "replicaAutoBalance");
        return own.isEmpty() || own.equals("ignored") ? Settings.get(world, "replica-auto-balance") : own;
    }

    private static boolean calm(ObjectNode volume) {
        return Tree.text(volume, "status", "robustness").equals("healthy")
                && Tree.text(volume, "status", "state").equals("attached");
    }

    private static boolean better(World world, List<ObjectNode> live, ObjectNode node, String mode) {
        if (mode.equals("least-effort")) {
            String zone = Tree.text(node, "status", "zone");
            List<String> zones = live.stream()
                    .map(each -> zone(world, Tree.text(each, "spec", "nodeID")))
                    .toList();
            return !zone.isEmpty()
                    && !zones.contains(zone)
                    && zones.stream().distinct().count() < zones.size();
        }
        long here = Placement.load(world, Names.name(node));
        return live.stream().anyMatch(each -> Placement.load(world, Tree.text(each, "spec", "nodeID")) - here >= 2);
    }

    private static String zone(World world, String node) {
        return world.store()
                .find(Names.key(Kinds.LH_NODE, node))
                .map(each -> Tree.text(each, "status", "zone"))
                .orElse("");
    }

    private static boolean busy(World world, String node) {
        long limit = Long.parseLong(Settings.get(world, "concurrent-replica-rebuild-per-node-limit"));
        return world.store().all(Kinds.LH_REPLICA).stream()
                        .filter(each -> Tree.text(each, "spec", "nodeID").equals(node))
                        .filter(each ->
                                !Names.failed(each) && Volumes.healthyAt(each).isEmpty())
                        .count()
                >= limit;
    }
}
