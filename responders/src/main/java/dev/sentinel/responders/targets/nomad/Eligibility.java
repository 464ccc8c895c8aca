package dev.sentinel.responders.targets.nomad;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.OperationKey;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.targets.kubernetes.Inverses;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.responders.targets.web.Reply;
import dev.sentinel.responders.targets.web.Web;
import dev.sentinel.v1.FieldChange;
import dev.sentinel.v1.Inverse;
import java.util.Map;
import java.util.Optional;

/** Whether a node takes new allocations. */
interface Eligibility extends Asking.Wish {
    String THING = "nomad.node";
    String FIELD = "SchedulingEligibility";

    String wanted();

    @Override
    default Optional<JsonNode> find(Order order, Nomad nomad) throws NoAnswer {
        return nomad.node(order.target());
    }

    @Override
    default String uid(JsonNode found) {
        return Json.text(found, "ID");
    }

    @Override
    default boolean isSo(Order order, JsonNode found) {
        return Json.text(found, FIELD).equals(wanted());
    }

    @Override
    default FieldChange change(Order order, JsonNode found) {
        return FieldChange.newBuilder()
                .setPath(FIELD)
                .setPreviousValue(Json.text(found, FIELD))
                .setValue(wanted())
                .build();
    }

    @Override
    default Inverse wayBack(Order order, JsonNode found) {
        return Inverses.of(declaration(), Arguments.none());
    }

    @Override
    default Map<String, String> facts(Order order, JsonNode found, Nomad nomad) {
        return Map.of("eligibility", Json.text(found, FIELD));
    }

    @Override
    default Reply ask(Order order, JsonNode found, OperationKey key, Nomad nomad) {
        return nomad.send(
                "POST",
                "/v1/node/" + Web.encoded(Json.text(found, "ID")) + "/eligibility",
                JsonNodeFactory.instance.objectNode().put("Eligibility", wanted()));
    }
}
