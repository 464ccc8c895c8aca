package dev.sentinel.responders.targets.nomad;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.OperationKey;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Parameter;
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

/** Another number of allocations for one group of a job; none holds it down, and it is not placed elsewhere. */
record ScaleGroup() implements OnJob {
    private static final int MOST = 1000;
    private static final Declaration DECLARATION = new Declaration(
            "nomad.group.scale",
            "Another number of allocations for one group of a job; none holds it down",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(OnJob.THING),
            List.of(
                    Parameter.required("group", Parameter.Type.TEXT, "which group of the job"),
                    Parameter.required("count", Parameter.Type.INTEGER, "how many; 0 holds it down")),
            List.of("Allocations end, with what they hold in memory; what they do is not done while there are none"),
            Duration.ofSeconds(30),
            new WayBack.By("nomad.group.scale", Duration.ofDays(1)),
            "read-job, read-job-scaling, scale-job in the job's namespace",
            List.of("own-storage"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    private static JsonNode group(Order order, JsonNode job) throws NoAnswer {
        String name = order.arguments().text("group").orElse("");
        return Json.items(job, "TaskGroups")
                .filter(each -> Json.text(each, "Name").equals(name))
                .findFirst()
                .orElseThrow(() -> new NoAnswer(
                        NoAnswer.Why.UNSUPPORTED,
                        "job %s has no group \"%s\"".formatted(order.target().getName(), name),
                        null));
    }

    private static long count(Order order) throws NoAnswer {
        return order.arguments()
                .integer("count")
                .filter(each -> each >= 0 && each <= MOST)
                .orElseThrow(() -> new NoAnswer(
                        NoAnswer.Why.UNSUPPORTED,
                        "%s wants a count from 0 to %d".formatted(DECLARATION.name(), MOST),
                        null));
    }

    @Override
    public boolean isSo(Order order, JsonNode found) throws NoAnswer {
        return Json.number(group(order, found), "Count") == count(order);
    }

    @Override
    public FieldChange change(Order order, JsonNode found) throws NoAnswer {
        return FieldChange.newBuilder()
                .setPath("Count")
                .setPreviousValue(Json.text(group(order, found), "Count"))
                .setValue(Long.toString(count(order)))
                .build();
    }

    @Override
    public Inverse wayBack(Order order, JsonNode found) {
        String name = order.arguments().text("group").orElse("");
        long now = Json.items(found, "TaskGroups")
                .filter(each -> Json.text(each, "Name").equals(name))
                .mapToLong(each -> Json.number(each, "Count"))
                .sum();
        return Inverses.of(DECLARATION, Arguments.none().with("group", name).with("count", now));
    }

    @Override
    public Map<String, String> facts(Order order, JsonNode found, Nomad nomad) throws NoAnswer {
        return Map.of(
                "count",
                Json.text(group(order, found), "Count"),
                "stopped",
                Boolean.toString(Json.flag(found, "Stop")),
                "running",
                Long.toString(OnJob.running(order, nomad)));
    }

    @Override
    public Reply ask(Order order, JsonNode found, OperationKey key, Nomad nomad) throws NoAnswer {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("Count", count(order)).put("Message", "sentinel " + key);
        body.putObject("Target").put("Group", order.arguments().text("group").orElse(""));
        return nomad.send(
                "POST", "/v1/job/" + Web.encoded(order.target().getName()) + "/scale" + Nomad.in(order.target()), body);
    }
}
