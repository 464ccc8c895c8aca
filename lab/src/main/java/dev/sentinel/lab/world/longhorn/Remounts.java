package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Claims;
import dev.sentinel.lab.world.kubernetes.Owners;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Knows which workloads stand on a volume, and deletes their pods when it asked for a remount (5.9). */
final class Remounts implements Controller {

    private static final Duration DELAY = Duration.ofSeconds(5);
    private static final long GRACE_SECONDS = 30;

    @Override
    public Stream<Key> concerns(World world, Change change) {
        if (change.of(Kinds.LH_VOLUME)) {
            return Stream.of(change.key());
        }
        return change.of(Kinds.POD)
                ? Claims.volumes(world, change.after())
                        .flatMap(each -> Claims.handle(each).stream())
                        .map(Names::volume)
                : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        Optional<ObjectNode> volume = world.store().find(key);
        if (volume.isEmpty()) {
            return;
        }
        List<ObjectNode> pods = Claims.podsOf(world, key.name()).toList();
        tell(world, key, pods);
        Instant asked = Tree.time(volume.get(), Instant.MIN, "status", "remountRequestedAt");
        boolean faulted = Tree.text(volume.get(), "status", "robustness").equals("faulted");
        if (asked.equals(Instant.MIN)
                || faulted
                || !Settings.on(world, "auto-delete-pod-when-volume-detached-unexpectedly")) {
            return;
        }
        if (asked.plus(DELAY).isAfter(world.now())) {
            world.again(this, key, Duration.between(world.now(), asked.plus(DELAY)));
            return;
        }
        pods.stream()
                .filter(pod -> Owners.controller(pod).isPresent() && !Names.ending(pod))
                .filter(pod ->
                        Tree.time(pod, world.now(), "status", "startTime").isBefore(asked))
                .forEach(pod -> {
                    new Sayings(world)
                            .manager(
                                    Tree.text(pod, "spec", "nodeName"),
                                    "info",
                                    "Deleted pod %s so that Kubernetes will handle remounting volume %s"
                                            .formatted(Names.name(pod), key.name()),
                                    "controller=longhorn-kubernetes-pod");
                    world.delete(Key.of(Kinds.POD, pod), GRACE_SECONDS);
                });
    }

    /** What is there now; once nobody uses the volume it is history, and says since when (1.3). */
    private static void tell(World world, Key key, List<ObjectNode> pods) {
        Optional<ObjectNode> persistent = world.store().all(Kinds.PERSISTENT_VOLUME).stream()
                .filter(each -> Claims.handle(each).filter(key.name()::equals).isPresent())
                .findFirst();
        world.store().change(key, volume -> {
            ObjectNode status = Tree.branch(volume, "status", "kubernetesStatus");
            persistent.ifPresent(each -> {
                status.put("pvName", Names.name(each));
                status.put("pvStatus", Tree.text(each, "status", "phase"));
                status.put("namespace", Tree.text(each, "spec", "claimRef", "namespace"));
                status.put("pvcName", Tree.text(each, "spec", "claimRef", "name"));
            });
            status.put("lastPVCRefAt", "");
            if (!pods.isEmpty()) {
                status.set("workloadsStatus", workloads(pods));
                status.put("lastPodRefAt", "");
            } else if (Tree.text(status, "lastPodRefAt").isEmpty() && status.has("workloadsStatus")) {
                status.put("lastPodRefAt", Tree.time(world.now()));
            }
        });
    }

    private static ArrayNode workloads(List<ObjectNode> pods) {
        ArrayNode workloads = Tree.list();
        for (ObjectNode pod : pods) {
            var owner = Owners.controller(pod);
            workloads.add(Tree.of(
                    "podName", Names.name(pod),
                    "podStatus", Tree.text(pod, "status", "phase"),
                    "workloadName", owner.map(each -> Tree.text(each, "name")).orElse(""),
                    "workloadType", owner.map(each -> Tree.text(each, "kind")).orElse("")));
        }
        return workloads;
    }
}
