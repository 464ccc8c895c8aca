package dev.sentinel.lab.world.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.util.Optional;
import java.util.stream.Stream;

/** The walk from a pod to its volumes and back (domain 6.4). */
public final class Claims {

    public static final String DRIVER = "driver.longhorn.io";

    private Claims() {}

    /** The claims that a pod names. */
    public static Stream<Key> of(JsonNode pod) {
        String namespace = Tree.text(pod, "metadata", "namespace");
        return Tree.items(pod, "spec", "volumes")
                .map(each -> Tree.text(each, "persistentVolumeClaim", "claimName"))
                .filter(name -> !name.isEmpty())
                .map(name -> new Key(Kinds.CLAIM, namespace, name));
    }

    /** The persistent volumes that a pod uses, as far as its claims are bound. */
    public static Stream<ObjectNode> volumes(World world, JsonNode pod) {
        return of(pod).flatMap(claim -> world.store().find(claim).stream())
                .map(claim -> Tree.text(claim, "spec", "volumeName"))
                .filter(name -> !name.isEmpty())
                .flatMap(name -> world.store().find(Key.of(Kinds.PERSISTENT_VOLUME, name)).stream());
    }

    /** The storage system's name for a persistent volume; always by driver and handle. */
    public static Optional<String> handle(JsonNode volume) {
        return Tree.text(volume, "spec", "csi", "driver").equals(DRIVER)
                ? Optional.of(Tree.text(volume, "spec", "csi", "volumeHandle"))
                : Optional.empty();
    }

    public static Stream<ObjectNode> podsOf(World world, String volumeHandle) {
        return world.store().all(Kinds.POD).stream()
                .filter(pod -> volumes(world, pod)
                        .anyMatch(each ->
                                handle(each).filter(volumeHandle::equals).isPresent()));
    }
}
