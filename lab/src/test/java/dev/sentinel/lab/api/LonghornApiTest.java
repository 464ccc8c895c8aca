package dev.sentinel.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Small;
import dev.sentinel.lab.world.longhorn.Longhorn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LonghornApiTest {

    private final Small small = new Small(1, Map.of());
    private final Stage stage = new Stage(small.world);
    private final HttpClient http = HttpClient.newHttpClient();
    private LonghornServer server;

    @BeforeEach
    void open() throws IOException {
        server = LonghornServer.open(stage, 0);
    }

    @AfterEach
    void close() {
        server.close();
        http.close();
    }

    @Test
    void salvage_is_offered_and_done_only_when_the_volume_is_faulted_and_detached() throws Exception {
        String volume = small.runs("db", "1Gi");
        List<String> names = small.replicas(volume).stream().map(Small::name).toList();
        String body = "{\"names\":[%s]}"
                .formatted(names.stream().map(each -> "\"" + each + "\"").collect(Collectors.joining(",")));

        var early = post("/v1/volumes/" + volume + "?action=salvage", body);
        assertThat(early.statusCode()).isEqualTo(500);
        assertThat(early.body()).contains("\"type\":\"error\"", "invalid volume state to salvage");
        assertThat(get("/v1/volumes/" + volume).body()).doesNotContain("action=salvage");

        small.happens("set auto-salvage to false");
        names.forEach(each -> small.happens("fail replica " + each));
        small.passes(Duration.ofSeconds(30));
        assertThat(get("/v1/volumes/" + volume).body()).contains("action=salvage");
        assertThat(post("/v1/volumes/" + volume + "?action=salvage", body).statusCode())
                .isEqualTo(200);
        assertThat(small.within(
                        Duration.ofMinutes(2),
                        it -> it.volume(volume, "robustness").equals("healthy")))
                .isTrue();
    }

    @Test
    void a_ticket_attaches_a_detached_volume_and_its_removal_detaches_it() throws Exception {
        Key unused = Longhorn.volume(small.world, "vol-1", "1Gi", 2);
        small.passes(Duration.ofSeconds(10));

        var attached = post(
                "/v1/volumes/vol-1?action=attach",
                "{\"hostId\":\"agent-2\",\"attachedBy\":\"sentinel\",\"attacherType\":\"longhorn-api\",\"attachmentID\":\"sentinel-1\"}");
        assertThat(attached.statusCode()).isEqualTo(200);
        small.passes(Duration.ofSeconds(30));
        assertThat(small.volume("vol-1", "currentNodeID")).isEqualTo("agent-2");

        var detached = post("/v1/volumes/vol-1?action=detach", "{\"attachmentID\":\"sentinel-1\"}");
        assertThat(detached.statusCode()).isEqualTo(200);
        small.passes(Duration.ofSeconds(30));
        assertThat(small.volume("vol-1", "state")).isEqualTo("detached");
    }

    @Test
    void a_put_replaces_what_it_leaves_out() throws Exception {
        var answer = send(HttpRequest.newBuilder(at("/v1/nodes/agent-1"))
                .PUT(HttpRequest.BodyPublishers.ofString("{\"tags\":[]}"))
                .build());

        assertThat(answer.body()).contains("\"allowScheduling\":false");
        assertThat(get("/v1/nodes/agent-9").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(at(path)).build());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(at(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI at(String path) {
        return server.uri().resolve(path);
    }
}
