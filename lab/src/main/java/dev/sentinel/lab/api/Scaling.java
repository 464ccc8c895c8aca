package dev.sentinel.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;

/** The scale subresource; of a Prometheus it is the shards, not the replicas (domain 6.6). */
final class Scaling {

    private Scaling() {}

    static ObjectNode scale(Kind kind, ObjectNode object) {
        ObjectNode meta = Tree.of();
        for (String field : new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
            meta.set(field, object.path("metadata").path(field));
        }
        return Tree.of(
                "kind",
                "Scale",
                "apiVersion",
                "autoscaling/v1",
                "metadata",
                meta,
                "spec",
                Tree.of("replicas", Tree.number(object, 1, "spec", field(kind))),
                "status",
                Tree.of("replicas", Tree.number(object, 0, "status", "replicas")));
    }

    static ObjectNode change(World world, Target target, Call call) {
        ObjectNode object = world.store().get(target.key());
        ObjectNode scale = scale(target.kind(), object);
        ObjectNode wanted = call.method().equals("PATCH")
                ? Patches.apply(target.kind(), call.contentType(), scale, call.json())
                : call.object();
        Validation.replicas(target.kind(), target.name(), wanted);
        ObjectNode changed = object.deepCopy();
        Tree.set(changed, Tree.number(wanted, 1, "spec", "replicas"), "spec", field(target.kind()));
        String version = Tree.text(wanted, "metadata", "resourceVersion");
        if (!version.isEmpty()) {
            Tree.set(changed, version, "metadata", "resourceVersion");
        }
        ObjectNode kept = call.dryRun()
                ? world.store().rehearse(target.key(), changed)
                : world.store().put(target.key(), changed);
        return scale(target.kind(), kept);
    }

    private static String field(Kind kind) {
        return kind.equals(Kinds.PROMETHEUS) ? "shards" : "replicas";
    }
}
