package dev.sentinel.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.sentinel.app.build.BuildInfo;
import dev.sentinel.app.config.HostPort;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.Readiness;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The server over real HTTP on a real port; one for all tests, because Netty takes two seconds to let go of it. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpServerTest {
    private static final HostPort ANY = new HostPort("127.0.0.1", 0);
    private static final Received NOTHING = Received.nothing(Clock.systemUTC());

    private final Readiness readiness = new Readiness();
    private final Metrics metrics = Metrics.of(new BuildInfo("1.2.3", "abc"));
    private final HttpClient client = HttpClient.newHttpClient();
    private final Readiness.Part store = readiness.part("store");
    private final Readiness.Part bus = readiness.part("bus");
    private final HttpServer server;

    HttpServerTest() throws CannotStart {
        server = HttpServer.start(ANY, readiness, metrics.registry(), List.of(), NOTHING);
    }

    /** Stands for a service a role adds; answers when it is let. */
    private static final class Slow implements HttpServiceWithRoutes {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();

        @Override
        public Set<Route> routes() {
            return Set.of(Route.builder().exact("/slow").build());
        }

        @Override
        public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
            asked.countDown();
            return HttpResponse.of(answer);
        }
    }

    @AfterAll
    void stop() {
        server.stop();
        metrics.close();
        client.close();
    }

    @Test
    void is_alive_while_it_answers() throws Exception {
        bus.notReady("connecting");

        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/healthz").body()).isEqualTo("ok\n");
    }

    @Test
    void is_ready_when_every_part_is() throws Exception {
        store.ready();
        bus.ready();

        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").body()).isEqualTo("ready\nstore: ready\nbus: ready\n");
    }

    @Test
    void says_which_part_is_not_ready_and_why_without_letting_it_forge_a_line() throws Exception {
        store.ready();
        bus.notReady("no route\nstore: not ready");

        var answer = get("/readyz");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("not ready\nstore: ready\nbus: not ready: no route\\nstore: not ready\n");
    }

    @Test
    void says_the_same_to_programs_in_json() throws Exception {
        store.ready();
        bus.notReady("connecting");

        var answer = get("/readyz", "Accept", "application/json");
        var json = new ObjectMapper().readTree(answer.body());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/json");
        assertThat(json.get("ready").asBoolean()).isFalse();
        assertThat(json.get("parts").get(1).get("name").asText()).isEqualTo("bus");
        assertThat(json.get("parts").get(1).get("reason").asText()).isEqualTo("connecting");
    }

    @Test
    void counts_for_prometheus() throws Exception {
        metrics.registry()
                .counter("sentinel.events.received", "source", "longhorn")
                .increment();

        var answer = get("/metrics");

        assertThat(answer.headers().firstValue("content-type").orElse(""))
                .startsWith("text/plain")
                .contains("version=0.0.4");
        assertThat(answer.body())
                .contains(
                        "sentinel_build_info{commit=\"abc\",version=\"1.2.3\"} 1",
                        "sentinel_events_received_total{source=\"longhorn\"} 1.0",
                        "jvm_memory_used_bytes{",
                        "process_uptime_seconds ");
    }

    @Test
    void counts_in_openmetrics_for_who_asks_for_it() throws Exception {
        var answer = get("/metrics", "Accept", "application/openmetrics-text; version=1.0.0");

        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/openmetrics-text");
        assertThat(answer.body()).endsWith("# EOF\n");
    }

    @Test
    void an_unknown_path_is_not_found() throws Exception {
        assertThat(get("/nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    void does_not_tell_what_it_is_made_of() throws Exception {
        assertThat(get("/healthz").headers().firstValue("server")).isEmpty();
    }

    @Test
    void a_foreign_name_pointing_here_gets_no_answer() throws IOException {
        assertThat(rawGet("evil.example")).startsWith("HTTP/1.1 421 ").contains("answers only to localhost");
        assertThat(rawGet("localhost.evil.example:80")).startsWith("HTTP/1.1 421 ");
        assertThat(rawGet("localhost:8484")).startsWith("HTTP/1.1 200 ");
        assertThat(rawGet("[::1]:8484")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void an_address_in_use_is_explained() {
        var taken = server.address();

        assertThatThrownBy(() -> HttpServer.start(taken, readiness, metrics.registry(), List.of(), NOTHING))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith("the HTTP server cannot listen on " + taken)
                .hasMessageContaining("Address already in use")
                .hasMessageEndingWith("stop what uses that address, or set server.listen to another");
    }

    @Test
    void stopping_waits_for_the_answer_that_is_on_its_way_and_takes_no_new_question() throws Exception {
        var slow = new Slow();
        var stopped = HttpServer.start(ANY, readiness, metrics.registry(), List.of(slow), NOTHING);
        var pending = client.sendAsync(request(stopped, "/slow"), BodyHandlers.ofString());
        assertThat(slow.asked.await(10, TimeUnit.SECONDS)).isTrue();

        var stopping = CompletableFuture.runAsync(stopped::stop);
        slow.answer.complete(HttpResponse.of("late but here"));

        assertThat(pending.get(10, TimeUnit.SECONDS).body()).isEqualTo("late but here");
        stopping.get(20, TimeUnit.SECONDS);
        assertThatThrownBy(() -> client.send(request(stopped, "/healthz"), BodyHandlers.ofString()))
                .isInstanceOf(ConnectException.class);
    }

    private java.net.http.HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        var request = java.net.http.HttpRequest.newBuilder(request(server, path), (name, value) -> true);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static java.net.http.HttpRequest request(HttpServer server, String path) {
        return java.net.http.HttpRequest.newBuilder(URI.create("http://" + server.address() + path))
                .build();
    }

    /** By hand, because the client of the JDK does not let its caller lie about the host. */
    private String rawGet(String host) throws IOException {
        try (var socket = new Socket(server.address().host(), server.address().port())) {
            socket.getOutputStream()
                    .write("GET /healthz HTTP/1.1\r\nHost: %s\r\n\r\n"
                            .formatted(host)
                            .getBytes(StandardCharsets.US_ASCII));
            return answer(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
        }
    }

    private static String answer(BufferedReader reader) throws IOException {
        var answer = new StringBuilder();
        var length = 0;
        for (var line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            answer.append(line).append('\n');
            length = line.startsWith("content-length: ") ? Integer.parseInt(line.substring(16)) : length;
        }
        for (int i = 0; i < length; i++) {
            answer.append((char) reader.read());
        }
        return answer.toString();
    }
}
