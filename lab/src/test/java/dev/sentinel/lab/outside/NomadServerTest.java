package dev.sentinel.lab.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sentinel.lab.servers.Asked;
import dev.sentinel.lab.servers.Place;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Small;
import dev.sentinel.lab.world.Tree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two hosts, and a VictoriaMetrics on a LUN that both of them reach. */
class NomadServerTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String LUN = "vm-data";

    private final Small small = new Small(1, Map.of());
    private final Stage stage = new Stage(small.world);
    private NomadServer nomad;

    @BeforeEach
    void open() throws IOException {
        nomad = NomadServer.open(stage, small.cluster.telemetry().hosts(), 0);
        small.happens("add lun vm-data on nomad-1");
        nomad.clients("nomad-1", "nomad-2");
        nomad.runs("victoriametrics", LUN);
        passes(Duration.ofSeconds(5));
    }

    @AfterEach
    void close() {
        nomad.close();
    }

    @Test
    void a_job_runs_on_its_lun_and_is_listed_as_collectors_read_it() throws Exception {
        JsonNode allocation = get("/v1/allocations?namespace=*&per_page=1000").path(0);

        assertThat(Tree.text(allocation, "ClientStatus")).isEqualTo("running");
        assertThat(Tree.text(allocation, "NodeName")).isEqualTo("nomad-1");
        assertThat(Tree.text(allocation, "Name")).isEqualTo("victoriametrics.victoriametrics[0]");
        assertThat(get("/v1/nodes").path(0).path("SchedulingEligibility").asText())
                .isEqualTo("eligible");
        assertThat(get("/v1/jobs?namespace=*").path(0).has("TaskGroups")).isFalse();
        JsonNode job = get("/v1/job/victoriametrics");
        assertThat(Tree.text(job.path("TaskGroups").path(0), "Volumes", "data", "Source"))
                .isEqualTo(LUN);
        assertThat(Tree.text(job, "Status")).isEqualTo("running");
        assertThat(get("/v1/jobs?namespace=other")).isEmpty();
        assertThat(formats()).isEqualTo(1);
    }

    @Test
    void scaling_to_zero_holds_the_job_down_and_keeps_its_definition() throws Exception {
        long known = get("/v1/job/victoriametrics").path("JobModifyIndex").asLong();
        String scale =
                "{\"Count\":%d,\"Target\":{\"Group\":\"victoriametrics\"},\"Message\":\"freeze\",\"JobModifyIndex\":%d}";

        HttpResponse<String> stale = post("/v1/job/victoriametrics/scale", scale.formatted(0, known + 7));
        assertThat(stale.statusCode()).isEqualTo(500);
        assertThat(stale.body())
                .isEqualTo("Enforcing job modify index %d: job exists with conflicting job modify index: %d"
                        .formatted(known + 7, known));
        JsonNode scaled = json(post("/v1/job/victoriametrics/scale", scale.formatted(0, known)));
        passes(Duration.ofSeconds(10));

        assertThat(Tree.text(scaled, "EvalID")).isNotEmpty();
        assertThat(scaled.path("JobModifyIndex").asLong()).isGreaterThan(known);
        assertThat(nomad.allocations("victoriametrics"))
                .extracting(NomadServer.Allocation::status)
                .containsExactly("complete");
        assertThat(get("/v1/job/victoriametrics/scale")
                        .at("/TaskGroups/victoriametrics/Desired")
                        .asInt())
                .isZero();
        assertThat(get("/v1/job/victoriametrics/versions").path("Versions"))
                .extracting(each -> each.path("Version").asInt())
                .containsExactly(1, 0);
        assertThat(json(post("/v1/job/victoriametrics/scale", scale.formatted(1, 0)))
                        .path("EvalID")
                        .asText())
                .isNotEmpty();
        passes(Duration.ofSeconds(10));
        assertThat(running()).isEqualTo("nomad-1");
        assertThat(formats()).isEqualTo(1);
    }

    @Test
    void a_drain_moves_the_writer_and_a_volume_that_seems_blank_is_formatted_there() throws Exception {
        small.happens("blank volume vm-data");

        post("/v1/node/%s/drain".formatted(nomad.nodeId("nomad-1")), """
                {"DrainSpec":{"Deadline":3600000000000,"IgnoreSystemJobs":false},"MarkEligible":false}""");
        JsonNode leaving = get("/v1/allocations").path(0);
        assertThat(Tree.flag(leaving, "DesiredTransition", "Migrate")).isTrue();
        assertThat(Tree.flag(node("nomad-1"), "DrainStrategy", "IgnoreSystemJobs"))
                .isFalse();
        passes(Duration.ofSeconds(30));

        assertThat(running()).isEqualTo("nomad-2");
        JsonNode moved = get("/v1/allocations").path(1);
        assertThat(Tree.text(moved, "PreviousAllocation")).isEqualTo(Tree.text(leaving, "ID"));
        assertThat(formats()).isEqualTo(2);
        JsonNode drained = node("nomad-1");
        assertThat(drained.path("DrainStrategy").isNull()).isTrue();
        assertThat(Tree.text(drained, "SchedulingEligibility")).isEqualTo("ineligible");
        assertThat(Tree.text(drained, "LastDrain", "Status")).isEqualTo("complete");
    }

    @Test
    void the_program_of_a_job_answers_under_its_name_wherever_it_runs_and_stops_with_it() {
        small.happens("add lun other on nomad-1");
        nomad.runs("vm", Optional.of("victoria-metrics"), Optional.of("other"));
        passes(Duration.ofSeconds(5));
        assertThat(answers("vm")).isTrue();

        nomad.drains("nomad-1");
        nomad.drains("nomad-2");
        passes(Duration.ofSeconds(20));
        assertThat(answers("vm")).isFalse();
    }

    private boolean answers(String place) {
        return small.cluster
                .telemetry()
                .answer(small.world, Place.of(place), new Asked("GET", "/metrics", Map.of(), ""))
                .isPresent();
    }

    @Test
    void on_ineligible_clients_nothing_is_placed_until_one_is_eligible_again() throws Exception {
        for (String host : List.of("nomad-1", "nomad-2")) {
            assertThat(eligibility(host, "ineligible").statusCode()).isEqualTo(200);
        }
        String allocation = nomad.allocations("victoriametrics").getFirst().id();
        String evaluation = json(post("/v1/allocation/%s/stop".formatted(allocation), ""))
                .path("EvalID")
                .asText();
        passes(Duration.ofSeconds(30));
        assertThat(running()).isEmpty();
        assertThat(get("/v1/evaluation/" + evaluation).path("Status").asText()).isEqualTo("blocked");

        assertThat(eligibility("nomad-2", "eligible").statusCode()).isEqualTo(200);
        passes(Duration.ofSeconds(10));
        assertThat(running()).isEqualTo("nomad-2");
        assertThat(eligibility("nomad-2", "perhaps").statusCode()).isEqualTo(500);
    }

    @Test
    void a_stopped_job_keeps_its_definition_and_a_purged_one_is_gone() throws Exception {
        assertThat(delete("/v1/job/victoriametrics?purge=false").statusCode()).isEqualTo(200);
        passes(Duration.ofSeconds(10));
        assertThat(running()).isEmpty();
        assertThat(Tree.flag(get("/v1/job/victoriametrics"), "Stop")).isTrue();
        assertThat(Tree.text(get("/v1/job/victoriametrics"), "Status")).isEqualTo("dead");
        assertThat(delete("/v1/job/victoriametrics?purge=true").statusCode()).isEqualTo(200);
        assertThat(answer("/v1/job/victoriametrics").statusCode()).isEqualTo(404);
    }

    @Test
    void a_lost_client_loses_its_allocations_and_a_dead_lun_fails_them() throws Exception {
        nomad.falls("nomad-1");
        assertThat(nomad.allocations("victoriametrics").getFirst().status()).isEqualTo("lost");
        small.happens("lose path to lun vm-data on nomad-2");
        passes(Duration.ofSeconds(10));
        assertThat(Tree.text(get("/v1/allocations").path(1), "ClientDescription"))
                .contains("Input/output error");

        small.happens("find path to lun vm-data on nomad-2");
        passes(Duration.ofMinutes(5));
        assertThat(running()).isEqualTo("nomad-2");
        nomad.returns("nomad-1");
        assertThat(Tree.text(node("nomad-1"), "Status")).isEqualTo("ready");
    }

    @Test
    void a_query_with_an_index_waits_for_the_next_change() throws Exception {
        HttpResponse<String> first = answer("/v1/nodes");
        long index = first.headers().firstValueAsLong("X-Nomad-Index").orElseThrow();
        assertThat(answer("/v1/nodes?wait=1ms&index=" + index).headers().firstValueAsLong("X-Nomad-Index"))
                .hasValue(index);

        CompletableFuture<HttpResponse<String>> waiting =
                CompletableFuture.supplyAsync(() -> unchecked("/v1/nodes?wait=60s&index=" + index));
        assertThat(eligibility("nomad-2", "ineligible").statusCode()).isEqualTo(200);
        assertThat(waiting.get().body()).contains("ineligible");
        assertThat(waiting.get().headers().firstValueAsLong("X-Nomad-Index").orElseThrow())
                .isGreaterThan(index);
    }

    @Test
    void a_listing_comes_in_pages() throws Exception {
        HttpResponse<String> first = answer("/v1/nodes?per_page=1");
        String next = first.headers().firstValue("X-Nomad-NextToken").orElseThrow();
        HttpResponse<String> second = answer("/v1/nodes?per_page=1&next_token=" + next);

        assertThat(MAPPER.readTree(first.body())).hasSize(1);
        assertThat(second.body()).contains("nomad-2");
        assertThat(second.headers().firstValue("X-Nomad-NextToken")).isEmpty();
    }

    @Test
    void the_stream_tells_what_happens_from_an_index_on() throws Exception {
        long index =
                answer("/v1/nodes").headers().firstValueAsLong("X-Nomad-Index").orElseThrow();
        HttpURLConnection connection = (HttpURLConnection) nomad.uri()
                .resolve("/v1/event/stream?topic=Node&topic=Allocation&namespace=*&index=" + (index + 1))
                .toURL()
                .openConnection();
        connection.setRequestProperty("X-Nomad-Token", nomad.readToken());
        connection.setReadTimeout(30_000);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("{}");
            assertThat(eligibility("nomad-2", "ineligible").statusCode()).isEqualTo(200);
            JsonNode line = MAPPER.readTree(lines.readLine());
            while (!Tree.text(line.path("Events").path(0), "Type").equals("NodeEligibility")) {
                line = MAPPER.readTree(lines.readLine());
            }
            assertThat(Tree.text(line.path("Events").path(0), "Payload", "Node", "SchedulingEligibility"))
                    .isEqualTo("ineligible");
        } finally {
            connection.disconnect();
        }
    }

    @Test
    void the_token_decides() throws Exception {
        URI nodes = nomad.uri().resolve("/v1/nodes");
        assertThat(Sender.get(nodes).body()).isEqualTo("Permission denied");
        assertThat(Sender.get(nodes, "X-Nomad-Token", "stolen").body()).isEqualTo("ACL token not found");
        assertThat(Sender.get(nodes, "Authorization", "Bearer " + nomad.readToken())
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> denied = Sender.send(
                "DELETE", nomad.uri().resolve("/v1/job/victoriametrics"), "", "X-Nomad-Token", nomad.readToken());
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(running()).isEqualTo("nomad-1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            /v1/job/nothing/scale         | {"Count":0,"Target":{"Group":"g"}}                          | 404 | job "nothing" not found
            /v1/job/victoriametrics/scale | {"Count":0,"Target":{"Group":"g"}}                          | 400 | task group "g" specified for scaling does not exist in job
            /v1/job/victoriametrics/scale | {"Count":0}                                                 | 400 | missing task group name for scaling action
            /v1/job/victoriametrics/scale | {"Count":-1,"Target":{"Group":"victoriametrics"}}           | 400 | scaling action count is 0 to 100 in the lab
            /v1/jobs                      | {}                                                          | 400 | Job must be specified
            /v1/jobs                      | {"Job":{"ID":"x"}}                                          | 400 | Job ID and at least one task group are required
            /v1/jobs                      | {"Job":{"ID":"x","TaskGroups":[{"Name":"g","Count":101}]}} | 400 | a group has at most 100 allocations in the lab
            /v1/node/nothing/eligibility  | {"Eligibility":"eligible"}                                  | 404 | node not found
            /v1/allocation/nothing/stop   | {}                                                          | 404 | alloc not found
            /v1/nodes                     | {}                                                          | 405 | Invalid method
            """)
    void what_cannot_be_done_is_said_as_nomad_says_it(String path, String body, int status, String text)
            throws Exception {
        HttpResponse<String> refused = post(path, body);

        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.body()).isEqualTo(text);
    }

    @Test
    void a_job_is_registered_only_as_its_index_was_known() throws Exception {
        String job = """
                {"Job":{"ID":"web","TaskGroups":[{"Name":"web","Count":2}]},"EnforceIndex":true,"JobModifyIndex":%d}""";

        assertThat(post("/v1/jobs", job.formatted(5)).body())
                .isEqualTo("Enforcing job modify index 5: job does not exist");
        long known =
                json(post("/v1/jobs", job.formatted(0))).path("JobModifyIndex").asLong();
        passes(Duration.ofSeconds(5));
        assertThat(nomad.allocations("web"))
                .extracting(NomadServer.Allocation::status)
                .containsExactly("running", "running");
        assertThat(post("/v1/jobs", job.formatted(0)).body())
                .isEqualTo("Enforcing job modify index 0: job already exists");
        assertThat(post("/v1/jobs", job.formatted(known)).statusCode()).isEqualTo(200);
    }

    @Test
    void only_the_last_hundred_events_are_kept() {
        NomadState state = new NomadState(small.world);
        for (int i = 0; i < 150; i++) {
            state.keep(NomadTable.NODES, Tree.of("ID", "n"), "NodeEvent");
        }

        assertThat(state.events(0)).hasSize(100);
        assertThat(Tree.number(state.events(0).getFirst(), 0, "Index")).isEqualTo(52);
    }

    @Test
    void what_is_over_is_forgotten_at_the_limit() {
        NomadState state = new NomadState(small.world);
        for (int i = 0; i <= 1_000; i++) {
            state.keep(
                    NomadTable.ALLOCATIONS,
                    Tree.of("ID", "a" + i, "ClientStatus", i == 0 ? "running" : "complete"),
                    "AllocationUpdated");
        }

        assertThat(state.all(NomadTable.ALLOCATIONS)).hasSize(1_000);
        assertThat(state.find(NomadTable.ALLOCATIONS, "a0")).isPresent();
        assertThat(state.find(NomadTable.ALLOCATIONS, "a1")).isEmpty();
    }

    /** The host of the one allocation that runs; empty when there is none. */
    private String running() {
        return nomad.allocations("victoriametrics").stream()
                .filter(each -> each.status().equals("running"))
                .map(NomadServer.Allocation::node)
                .reduce("", (one, other) -> one + other);
    }

    private int formats() {
        return stage.look(world -> world.devices().find(LUN).orElseThrow().formats());
    }

    private void passes(Duration time) {
        stage.advance(stage.now().plus(time));
    }

    private JsonNode node(String host) throws Exception {
        return get("/v1/node/" + nomad.nodeId(host));
    }

    private HttpResponse<String> eligibility(String host, String wanted) throws Exception {
        return post(
                "/v1/node/%s/eligibility".formatted(nomad.nodeId(host)), "{\"Eligibility\":\"%s\"}".formatted(wanted));
    }

    private JsonNode get(String path) throws Exception {
        return json(answer(path));
    }

    private HttpResponse<String> answer(String path) throws Exception {
        return Sender.get(nomad.uri().resolve(path), "X-Nomad-Token", nomad.readToken());
    }

    private HttpResponse<String> unchecked(String path) {
        try {
            return answer(path);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return Sender.post(nomad.uri().resolve(path), body.isEmpty() ? "{}" : body, "X-Nomad-Token", nomad.token());
    }

    private HttpResponse<String> delete(String path) throws Exception {
        return Sender.send("DELETE", nomad.uri().resolve(path), "", "X-Nomad-Token", nomad.token());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }
}
