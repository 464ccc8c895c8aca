package dev.sentinel.lab.world.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.util.List;
import java.util.stream.Stream;

/** Pods with ordinals and claims of their own; up in order, down in reverse, a pod at a time. */
final class StatefulSets implements Controller {

    private static final String COMPONENT = "statefulset-controller";
    private static final String REVISION = "controller-revision-hash";

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.STATEFUL_SET)) {
            return Stream.of(change.key());
        }
        return change.of(Kinds.POD)
                ? Owners.controller(change.after()).stream()
                        .filter(owner -> Tree.text(owner, "kind").equals("StatefulSet"))
                        .map(owner -> new Key(Kinds.STATEFUL_SET, change.key().namespace(), Tree.text(owner, "name")))
                : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        world.store().find(key).ifPresent(set -> {
            List<ObjectNode> pods = Owners.of(world, Kinds.POD, set).toList();
            int wanted = (int) Tree.number(set, 1, "spec", "replicas");
            move(world, key, set, pods, wanted);
            tellStatus(world, key, set);
        });
    }

    private static void move(World world, Key key, ObjectNode set, List<ObjectNode> pods, int wanted) {
        List<ObjectNode> surplus =
                pods.stream().filter(pod -> ordinal(pod) >= wanted).toList();
        if (!surplus.isEmpty()) {
            if (surplus.stream().noneMatch(Templates::ending)) {
                remove(world, key, surplus.getLast());
            }
            return;
        }
        for (int i = 0; i < wanted; i++) {
            String name = key.name() + "-" + i;
            var pod = pods.stream()
                    .filter(each -> Tree.text(each, "metadata", "name").equals(name))
                    .findFirst();
            if (pod.isEmpty()) {
                make(world, set, name);
            }
            if (pod.filter(Templates::ready).isEmpty() && !parallel(set)) {
                outdated(set, pods)
                        .filter(each -> ordinal(each) <= ordinalOf(name))
                        .findFirst()
                        .ifPresent(each -> remove(world, key, each));
                return;
            }
        }
        outdated(set, pods).reduce((first, second) -> second).ifPresent(pod -> remove(world, key, pod));
    }

    private static Stream<ObjectNode> outdated(ObjectNode set, List<ObjectNode> pods) {
        return pods.stream()
                .filter(pod -> !Templates.ending(pod))
                .filter(pod -> !Tree.text(pod, "metadata", "labels", REVISION).equals(Templates.hash(set)));
    }

    private static void make(World world, ObjectNode set, String name) {
        ObjectNode pod = Templates.pod(set, name, REVISION);
        Tree.set(pod, name, "metadata", "labels", "statefulset.kubernetes.io/pod-name");
        ArrayNode volumes = Tree.branch(pod, "spec").withArray("volumes");
        Tree.items(set, "spec", "volumeClaimTemplates").forEach(template -> {
            String own = Tree.text(template, "metadata", "name");
            String claim = own + "-" + name;
            volumes.add(Tree.of("name", own, "persistentVolumeClaim", Tree.of("claimName", claim)));
            claim(world, set, template, claim);
        });
        Templates.make(world, set, COMPONENT, pod);
    }

    private static void claim(World world, ObjectNode set, JsonNode template, String name) {
        Key key = new Key(Kinds.CLAIM, Tree.text(set, "metadata", "namespace"), name);
        if (world.store().find(key).isEmpty()) {
            ObjectNode claim = template.deepCopy();
            Tree.set(claim, name, "metadata", "name");
            Tree.set(claim, key.namespace(), "metadata", "namespace");
            Tree.set(claim, "Pending", "status", "phase");
            var unused = world.store().create(Kinds.CLAIM, claim);
        }
    }

    private static void remove(World world, Key set, ObjectNode pod) {
        Key key = Key.of(Kinds.POD, pod);
        world.events()
                .normal(
                        set,
                        COMPONENT,
                        "SuccessfulDelete",
                        "delete Pod %s in StatefulSet %s successful".formatted(key.name(), set.name()));
        world.delete(key, Tree.number(pod, 30, "spec", "terminationGracePeriodSeconds"));
    }

    private static void tellStatus(World world, Key key, ObjectNode set) {
        List<ObjectNode> pods = Owners.of(world, Kinds.POD, set).toList();
        long ready = pods.stream().filter(Templates::ready).count();
        world.store().change(key, each -> {
            Tree.set(each, Tree.number(each, 1, "metadata", "generation"), "status", "observedGeneration");
            Tree.set(each, pods.size(), "status", "replicas");
            Tree.set(each, ready, "status", "readyReplicas");
            Tree.set(each, ready, "status", "availableReplicas");
            Tree.set(each, key.name() + "-" + Templates.hash(each), "status", "updateRevision");
        });
    }

    private static boolean parallel(ObjectNode set) {
        return Tree.text(set, "spec", "podManagementPolicy").equals("Parallel");
    }

    private static int ordinal(JsonNode pod) {
        return ordinalOf(Tree.text(pod, "metadata", "name"));
    }

    private static int ordinalOf(String name) {
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }
}
