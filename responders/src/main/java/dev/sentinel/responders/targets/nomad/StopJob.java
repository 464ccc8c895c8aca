package dev.sentinel.responders.targets.nomad;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.OperationKey;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.targets.kubernetes.Inverses;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.responders.targets.web.Reply;
import dev.sentinel.responders.targets.web.Web;
import dev.sentinel.v1.FieldChange;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A job stops and stays stopped; its definition is kept. An allocation alone is never stopped, for it would be placed elsewhere. */
record StopJob() implements OnJob {
    private static final Declaration DECLARATION = new Declaration(
            "nomad.job.stop",
            "A job stops and stays stopped; its definition is kept",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(OnJob.THING),
            List.of(),
            List.of("All its allocations end; what the job does is not done"),
            Duration.ofSeconds(30),
            new WayBack.By("nomad.job.start", Duration.ofDays(1)),
            "read-job, submit-job in the job's namespace",
            List.of("own-storage"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public boolean isSo(Order order, JsonNode found) {
        return Json.flag(found, "Stop");
    }

    @Override
    public FieldChange change(Order order, JsonNode found) {
        return FieldChange.newBuilder()
                .setPath("Stop")
                .setPreviousValue("false")
                .setValue("true")
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
        return nomad.send(
                "DELETE",
                "/v1/job/" + Web.encoded(order.target().getName()) + Nomad.in(order.target()) + "&purge=false",
                JsonNodeFactory.instance.objectNode());
    }
}
