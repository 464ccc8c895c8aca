package dev.sentinel.responders.targets.nomad;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.OperationKey;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.targets.kubernetes.Inverses;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.responders.targets.web.Reply;
import dev.sentinel.v1.FieldChange;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A job that was stopped starts again as it is defined now, if nobody changes it meanwhile. */
record StartJob() implements OnJob {
    private static final Declaration DECLARATION = new Declaration(
            "nomad.job.start",
            "A job that was stopped starts again as it is defined",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(OnJob.THING),
            List.of(),
            List.of("It writes to its volumes again"),
            Duration.ofSeconds(30),
            new WayBack.By("nomad.job.stop", Duration.ofDays(1)),
            "read-job, submit-job in the job's namespace",
            List.of("own-storage"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public boolean isSo(Order order, JsonNode found) {
        return !Json.flag(found, "Stop");
    }

    @Override
    public FieldChange change(Order order, JsonNode found) {
        return FieldChange.newBuilder()
                .setPath("Stop")
                .setPreviousValue("true")
                .setValue("false")
                .build();
    }

    @Override
    public Inverse wayBack(Order order, JsonNode found) {
        return Inverses.of(DECLARATION, Arguments.none());
    }

    @Override
    public Map<String, String> facts(Order order, JsonNode found, Nomad nomad) throws NoAnswer {
        return Map.of(
                "stopped",
                Boolean.toString(Json.flag(found, "Stop")),
                "running",
                Long.toString(OnJob.running(order, nomad)));
    }

    @Override
    public Reply ask(Order order, JsonNode found, OperationKey key, Nomad nomad) {
        ObjectNode job = found.deepCopy();
        job.put("Stop", false);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("Job", job);
        body.put("EnforceIndex", true).put("JobModifyIndex", Json.number(found, "JobModifyIndex"));
        return nomad.send("POST", "/v1/jobs" + Nomad.in(order.target()), body);
    }
}
