package dev.sentinel.lab.world.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Tree;
import java.time.Instant;
import java.util.Optional;

/** The list of conditions in a status; a transition is a change of {@code status}, not of the words around it. */
public final class Conditions {

    private Conditions() {}

    public static Optional<JsonNode> find(JsonNode object, String type) {
        return Tree.items(object, "status", "conditions")
                .filter(each -> Tree.text(each, "type").equals(type))
                .findFirst();
    }

    public static boolean is(JsonNode object, String type) {
        return status(object, type).equals("True");
    }

    public static String status(JsonNode object, String type) {
        return find(object, type).map(each -> Tree.text(each, "status")).orElse("");
    }

    /** Says whether the status of the condition changed. */
    public static boolean set(
            ObjectNode object, Instant now, String type, String status, String reason, String message) {
        ArrayNode conditions = Tree.branch(object, "status").withArray("conditions");
        Optional<ObjectNode> found = Optional.empty();
        for (JsonNode each : conditions) {
            if (each instanceof ObjectNode condition
                    && Tree.text(condition, "type").equals(type)) {
                found = Optional.of(condition);
            }
        }
        ObjectNode condition = found.orElseGet(conditions::addObject);
        boolean changed = !Tree.text(condition, "status").equals(status);
        condition.put("type", type);
        condition.put("status", status);
        condition.put("reason", reason);
        condition.put("message", message);
        if (changed) {
            condition.put("lastTransitionTime", Tree.time(now));
        }
        return changed;
    }
}
