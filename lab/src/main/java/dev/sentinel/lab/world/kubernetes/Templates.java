package dev.sentinel.lab.world.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;

/** Pods from the templates of workloads. */
final class Templates {

    private Templates() {}

    static ObjectNode pod(JsonNode owner, String name, String hashLabel) {
        ObjectNode pod = owner.path("spec").path("template").deepCopy();
        ObjectNode meta = Tree.branch(pod, "metadata");
        meta.put("name", name);
        meta.put("namespace", Tree.text(owner, "metadata", "namespace"));
        meta.set("ownerReferences", Owners.controlledBy(owner));
        Tree.set(pod, hash(owner), "metadata", "labels", hashLabel);
        Tree.set(pod, "Pending", "status", "phase");
        return pod;
    }

    /** Which template a pod was made from. */
    static String hash(JsonNode owner) {
        return Integer.toHexString(
                owner.path("spec").path("template").toString().hashCode());
    }

    static void make(World world, JsonNode owner, String component, ObjectNode pod) {
        var unused = world.store().create(Kinds.POD, pod);
        world.events()
                .normal(
                        Key.of(Owners.kind(reference(owner)).orElse(Kinds.POD), owner),
                        component,
                        "SuccessfulCreate",
                        "create Pod %s in %s %s successful"
                                .formatted(
                                        Tree.text(pod, "metadata", "name"),
                                        Tree.text(owner, "kind"),
                                        Tree.text(owner, "metadata", "name")));
    }

    static boolean ready(JsonNode pod) {
        return Conditions.is(pod, "Ready") && !ending(pod);
    }

    static boolean ending(JsonNode pod) {
        return pod.path("metadata").has("deletionTimestamp");
    }

    private static JsonNode reference(JsonNode owner) {
        return Tree.of("apiVersion", Tree.text(owner, "apiVersion"), "kind", Tree.text(owner, "kind"));
    }
}
