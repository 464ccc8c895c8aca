package dev.sentinel.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import java.io.IOException;
import java.io.OutputStream;

/** What goes back to the caller. */
sealed interface Answer {

    /** A finished body. */
    record Body(int code, String type, String text) implements Answer {}

    /** A body that is written as things happen. */
    record Flow(String type, Flowing flowing) implements Answer {}

    /** Writes until there is no more or the caller is gone. */
    interface Flowing {
        void to(OutputStream out) throws IOException, InterruptedException;
    }

    static Answer ok(JsonNode body) {
        return json(200, body);
    }

    static Answer json(int code, JsonNode body) {
        return new Body(code, "application/json", Json.write(body));
    }

    static Answer text(String text) {
        return new Body(200, "text/plain", text);
    }

    static Answer refusal(Refused refused) {
        return json(refused.reason().code(), status(refused));
    }

    static JsonNode status(Refused refused) {
        ObjectNode status = Tree.of(
                "kind", "Status",
                "apiVersion", "v1",
                "metadata", Tree.of(),
                "status", "Failure",
                "message", String.valueOf(refused.getMessage()),
                "reason", refused.reason().word(),
                "code", refused.reason().code());
        if (refused instanceof Refused.Invalid invalid) {
            status.set("details", invalid.details());
        }
        return status;
    }
}
