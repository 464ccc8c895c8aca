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
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Places pods by what is free now; how stable a node was is nothing it asks (domain 0.3, 7). */
final class Scheduler implements Controller {

    private static final Duration RETRY = Duration.ofSeconds(30);

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.POD)) {
            return Stream.of(change.key());
        }
        boolean room = change.of(Kinds.NODE) || change.of(Kinds.CLAIM);
        return room
                ? world.store().all(Kinds.POD).stream().filter(Scheduler::waits).map(pod -> Key.of(Kinds.POD, pod))
                : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        world.store().find(key).filter(Scheduler::waits).ifPresent(pod -> {
            if (!claimsBound(world, pod)) {
                fails(world, key, "pod has unbound immediate PersistentVolumeClaims");
                return;
            }
            Optional<String> node = place(world, pod);
            if (node.isEmpty()) {
                fails(world, key, "no nodes are available that fit the pod");
                return;
            }
            world.store().change(key, each -> {
                Tree.set(each, node.get(), "spec", "nodeName");
                Conditions.set(each, world.now(), "PodScheduled", "True", "", "");
            });
            world.events()
                    .normal(
                            key,
                            "default-scheduler",
                            "Scheduled",
                            "Successfully assigned %s/%s to %s".formatted(key.namespace(), key.name(), node.get()));
        });
    }

    private void fails(World world, Key key, String why) {
        int nodes = world.store().all(Kinds.NODE).size();
        world.events()
                .warning(
                        key,
                        "default-scheduler",
                        "FailedScheduling",
                        "0/%d nodes are available: %s.".formatted(nodes, why));
        world.again(this, key, RETRY);
    }

    private static boolean waits(JsonNode pod) {
        return Tree.text(pod, "spec", "nodeName").isEmpty()
                && !pod.path("metadata").has("deletionTimestamp");
    }

    private static boolean claimsBound(World world, ObjectNode pod) {
        return Claims.of(pod)
                .allMatch(claim -> world.store()
                        .find(claim)
                        .filter(each -> Tree.text(each, "status", "phase").equals("Bound"))
                        .isPresent());
    }

    private static Optional<String> place(World world, ObjectNode pod) {
        return world.store().all(Kinds.NODE).stream()
                .filter(node -> fits(node, pod))
                .map(node -> Tree.text(node, "metadata", "name"))
                .min(Comparator.<String>comparingLong(name -> siblings(world, pod, name))
                        .thenComparingLong(
                                name -> NodeLifecycle.podsOn(world, name).count())
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static long siblings(World world, ObjectNode pod, String node) {
        String owner =
                Owners.controller(pod).map(each -> Tree.text(each, "uid")).orElse("none");
        return NodeLifecycle.podsOn(world, node)
                .filter(other -> Owners.controller(other)
                        .filter(each -> Tree.text(each, "uid").equals(owner))
                        .isPresent())
                .count();
    }

    private static boolean fits(ObjectNode node, ObjectNode pod) {
        boolean selected = Tree.at(pod, "spec", "nodeSelector").properties().stream()
                .allMatch(each -> Tree.text(node, "metadata", "labels", each.getKey())
                        .equals(each.getValue().asText()));
        boolean tainted = Tree.items(node, "spec", "taints")
                .filter(each -> !Tree.text(each, "effect").equals("PreferNoSchedule"))
                .anyMatch(taint -> Tree.items(pod, "spec", "tolerations").noneMatch(each -> tolerates(each, taint)));
        return selected && !tainted && Conditions.is(node, "Ready") && !Tree.flag(node, "spec", "unschedulable");
    }

    private static boolean tolerates(JsonNode toleration, JsonNode taint) {
        String key = Tree.text(toleration, "key");
        return key.isEmpty() || key.equals(Tree.text(taint, "key"));
    }
}
