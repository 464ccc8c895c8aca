package dev.sentinel.responders.targets.nomad;

import static dev.sentinel.responders.targets.Ground.KEY;
import static dev.sentinel.responders.targets.Ground.order;
import static dev.sentinel.responders.targets.Ground.ref;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.targets.Ground;
import dev.sentinel.responders.targets.web.Web;
import dev.sentinel.v1.Ref;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a Nomad of one job and one node, as its API's pages describe the few requests that are made. */
final class NomadActionsTest {
    private static final Ref JOB = ref("nomad.job", "default", "metrics");
    private static final Ref NODE =
            ref("nomad.node", "", "client-1").toBuilder().setUid("n-1").build();

    private final JsonMapper json = new JsonMapper();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final Web web;
    private ObjectNode job;
    private final ObjectNode node;
    private int refusal;

    NomadActionsTest() throws IOException {
        job = (ObjectNode) json.readTree("""
                {"ID":"metrics","Namespace":"default","CreateIndex":7,"ModifyIndex":9,"JobModifyIndex":8,"Stop":false,
                 "TaskGroups":[{"Name":"db","Count":2},{"Name":"web","Count":1}]}""");
        node = (ObjectNode) json.readTree(
                "{\"ID\":\"n-1\",\"Name\":\"client-1\",\"ModifyIndex\":3,\"SchedulingEligibility\":\"eligible\"}");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", this::answer);
        server.start();
        web = new Web(
                Web.Address.open(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
                Duration.ofSeconds(20),
                1 << 20);
    }

    @AfterEach
    void close() {
        web.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String what = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean write = !exchange.getRequestMethod().equals("GET");
        if (write) {
            asked.add(what + " " + body);
        }
        int code = write && refusal != 0 ? refusal : 200;
        String said = code == 200 ? done(what, body) : "Permission denied";
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(said.isEmpty() ? 404 : code, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String done(String what, String body) throws IOException {
        switch (what) {
            case "GET /v1/job/metrics?namespace=default" -> {
                return job.toString();
            }
            case "GET /v1/job/metrics/allocations?namespace=default" -> {
                return job.path("Stop").asBoolean() ? "[]" : "[{\"ClientStatus\":\"running\"}]";
            }
            case "GET /v1/node/n-1" -> {
                return node.toString();
            }
            case "POST /v1/job/metrics/scale?namespace=default" -> {
                JsonNode wanted = json.readTree(body);
                job.path("TaskGroups").forEach(group -> {
                    if (group.path("Name").equals(wanted.path("Target").path("Group"))) {
                        ((ObjectNode) group).put("Count", wanted.path("Count").asInt());
                    }
                });
            }
            case "DELETE /v1/job/metrics?namespace=default&purge=false" -> job.put("Stop", true);
            case "POST /v1/jobs?namespace=default" ->
                job = (ObjectNode) json.readTree(body).path("Job");
            case "POST /v1/node/n-1/eligibility" ->
                node.set("SchedulingEligibility", json.readTree(body).path("Eligibility"));
            default -> {
                return "";
            }
        }
        return "{\"EvalID\":\"e\"}";
    }

    private Action action(String name) {
        return NomadActions.of(new Nomad(web), () -> Instant.EPOCH).stream()
                .filter(each -> each.declaration().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void livesThrough(String act, String back, Order order) throws NoAnswer {
        Action does = action(act);
        String before = job.toString() + node;
        Sight sight = does.observe(order);
        assertThat(does.rehearse(order)).hasSize(1);
        assertThat(asked).isEmpty();

        Ground.done(does, order);

        assertThat(does.observe(order).standing()).isEqualTo(Sight.Standing.AS_ORDERED);
        assertThat(does.execute(order, KEY)).isInstanceOf(Outcome.AlreadyDone.class);
        assertThat(asked).hasSize(1);
        Ground.done(action(back), Ground.back(action(back), sight));
        assertThat(job.toString() + node).isEqualTo(before);
    }

    @Test
    void scaling_a_group_lives_through() throws NoAnswer {
        livesThrough(
                "nomad.group.scale",
                "nomad.group.scale",
                order(
                        action("nomad.group.scale"),
                        JOB,
                        Arguments.none().with("group", "db").with("count", 0)));
        assertThat(asked.getFirst())
                .contains("\"Count\":0")
                .contains("\"Message\":\"sentinel inc-1/step-1/7\"")
                .contains("\"Group\":\"db\"");
    }

    @Test
    void stopping_a_job_lives_through_and_never_purges() throws NoAnswer {
        livesThrough("nomad.job.stop", "nomad.job.start", order(action("nomad.job.stop"), JOB));
        assertThat(asked.getLast()).contains("\"EnforceIndex\":true").contains("\"JobModifyIndex\":8");
    }

    @Test
    void eligibility_lives_through() throws NoAnswer {
        livesThrough(
                "nomad.node.eligibility.off",
                "nomad.node.eligibility.on",
                order(action("nomad.node.eligibility.off"), NODE));
    }

    @Test
    void a_stopped_job_shows_that_nothing_runs() throws NoAnswer {
        Action stop = action("nomad.job.stop");
        Ground.done(stop, order(stop, JOB));

        assertThat(stop.observe(order(stop, JOB)).target().getFactsMap())
                .isEqualTo(Map.of("stopped", "true", "running", "0"));
    }

    @Test
    void what_is_forbidden_has_not_happened_and_what_fails_may_have() {
        Action stop = action("nomad.job.stop");
        refusal = 403;
        assertThat(stop.execute(order(stop, JOB), KEY)).isInstanceOfSatisfying(Outcome.Failed.class, each -> {
            assertThat(each.passing()).isFalse();
            assertThat(each.reason()).contains("submit-job");
        });
        refusal = 500;
        assertThat(stop.execute(order(stop, JOB), KEY)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void a_job_that_was_made_anew_is_another_one() throws NoAnswer {
        Action stop = action("nomad.job.stop");
        Order old = order(stop, JOB.toBuilder().setUid("6").build());

        assertThat(stop.observe(old).standing()).isEqualTo(Sight.Standing.GONE);
        assertThat(stop.execute(old, KEY)).isInstanceOf(Outcome.Refused.class);
        assertThat(stop.execute(order(stop, ref("nomad.job", "default", "../node/n-1")), KEY))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void a_group_that_is_not_there_is_not_scaled() {
        Action scale = action("nomad.group.scale");
        assertThat(scale.execute(
                        order(scale, JOB, Arguments.none().with("group", "none").with("count", 0)), KEY))
                .isInstanceOf(Outcome.Failed.class);
    }
}
