package dev.sentinel.responders.targets.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An object as it may be shown to many: without bookkeeping, and without values that people hide in environments. */
final class Shown {
    private Shown() {}

    static String of(JsonNode object) {
        JsonNode copy = object.deepCopy();
        if (copy.path("metadata") instanceof ObjectNode meta) {
            meta.remove("managedFields");
            if (meta.path("annotations") instanceof ObjectNode annotations) {
                annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
            }
        }
        copy.findValues("env").forEach(Shown::hide);
        return copy.toPrettyString();
    }

    private static void hide(JsonNode environment) {
        environment.forEach(each -> {
            if (each instanceof ObjectNode variable && variable.has("value")) {
                variable.put("value", "(not kept)");
            }
        });
    }
}
