package dev.sentinel.responders.targets.nomad;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.targets.kubernetes.Json;
import java.util.Optional;

/** A change of a job. */
interface OnJob extends Asking.Wish {
    String THING = "nomad.job";

    @Override
    default Optional<JsonNode> find(Order order, Nomad nomad) throws NoAnswer {
        return nomad.job(order.target());
    }

    @Override
    default String uid(JsonNode found) {
        return Nomad.uid(found);
    }

    /** Stopping is told to allocations one by one; it is over when none runs. */
    static long running(Order order, Nomad nomad) throws NoAnswer {
        return nomad.allocations(order.target()).stream()
                .filter(each -> Json.text(each, "ClientStatus").equals("running")
                        || Json.text(each, "ClientStatus").equals("pending"))
                .count();
    }
}
