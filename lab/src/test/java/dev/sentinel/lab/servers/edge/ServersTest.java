package dev.sentinel.lab.servers.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.stage.VolumeFolders;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Small;
import dev.sentinel.lab.world.Tree;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private Small small;
    private Stage stage;
    private Servers servers;

    @BeforeEach
    void opens() {
        small = new Small(9, new VolumeFolders(folder), Map.of());
        stage = new Stage(small.world);
        small.cluster.prometheus("monitoring", "k8s", "4Gi");
        servers = Servers.open(stage, small.cluster);
        small.cluster.alertmanager("monitoring", "alertmanager-main");
        passes(Duration.ofMinutes(1));
    }

    @AfterEach
    void closes() {
        servers.close();
    }

    @Test
    void a_pod_says_where_its_server_really_answers() throws Exception {
        var pod = stage.look(world -> world.store().get(new Key(Kinds.POD, "monitoring", "prometheus-k8s-0")));
        String port = Tree.text(
                pod.path("spec").path("containers").get(0).path("ports").get(0), "containerPort");

        assertThat(Tree.text(pod, "status", "podIP")).isEqualTo("127.0.0.1");
        assertThat(servers.uri("monitoring/prometheus-k8s-0")).isEqualTo(URI.create("http://127.0.0.1:" + port));
        assertThat(get("monitoring/prometheus-k8s-0", "/-/ready").body()).isEqualTo("Prometheus Server is Ready.\n");
        assertThat(get("monitoring/prometheus-k8s-0", "/api/v1/query?query=count%28up%29")
                        .body())
                .contains("\"resultType\":\"vector\"", "\"13\"");
        assertThat(folder.resolve(volume()).resolve("prometheus-db/wal/00000000"))
                .isNotEmptyFile();
    }

    @Test
    void a_server_without_a_process_does_not_answer() {
        stage.play(world -> small.happens("make volume %s eio".formatted(volume())));
        stage.play(world -> small.happens("exit pod monitoring/prometheus-k8s-0 with 1"));
        passes(Duration.ofMinutes(1));

        assertThatThrownBy(() -> get("monitoring/prometheus-k8s-0", "/-/healthy"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void the_alertmanager_posts_to_its_receiver() throws Exception {
        List<String> got = new CopyOnWriteArrayList<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            got.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
        servers.sendAlertsTo(
                URI.create("http://127.0.0.1:%d/hook"
                        .formatted(receiver.getAddress().getPort())),
                Optional.of("t"));
        HttpResponse<String> posted = HTTP.send(
                HttpRequest.newBuilder(
                                servers.uri("monitoring/alertmanager-main-0").resolve("/api/v2/alerts"))
                        .POST(HttpRequest.BodyPublishers.ofString("[{\"labels\":{\"alertname\":\"DiskFull\"}}]"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        passes(Duration.ofSeconds(40));

        await().atMost(Duration.ofSeconds(20)).until(() -> got.size() == 1);
        assertThat(posted.statusCode()).isEqualTo(200);
        assertThat(got.getFirst()).startsWith("Bearer t {\"version\":\"4\"").contains("DiskFull");
        receiver.stop(0);
    }

    private String volume() {
        return stage.look(
                world -> Tree.text(world.store().all(Kinds.CLAIM).iterator().next(), "spec", "volumeName"));
    }

    private void passes(Duration time) {
        stage.play(world -> small.passes(time));
    }

    private HttpResponse<String> get(String place, String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(servers.uri(place).resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
