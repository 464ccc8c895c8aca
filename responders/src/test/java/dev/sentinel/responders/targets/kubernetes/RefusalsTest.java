package dev.sentinel.responders.targets.kubernetes;

import static dev.sentinel.responders.targets.Ground.KEY;
import static dev.sentinel.responders.targets.Ground.order;
import static dev.sentinel.responders.targets.Ground.ref;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.targets.Ground;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a write that the API does not take, told by an API that answers as it is told to. */
final class RefusalsTest {
    private static final String NODE =
            "{\"kind\":\"Node\",\"metadata\":{\"name\":\"a\",\"uid\":\"u\",\"resourceVersion\":\"41\"},\"spec\":{}}";

    private final List<String> patches = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private Cluster cluster;
    private int code = 200;
    private String body = "";

    RefusalsTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", exchange -> {
            boolean write = exchange.getRequestMethod().equals("PATCH");
            if (write) {
                patches.add(exchange.getRequestURI().getQuery() + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            }
            if (write && code == 0) {
                // It was heard, and nothing is said.
                return;
            }
            byte[] said = (write ? body : NODE).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(write ? code : 200, said.length == 0 ? -1 : said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
        server.start();
        cluster = Ground.at(uri(), Duration.ofSeconds(20));
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void close() {
        cluster.close();
        server.stop(0);
    }

    private Outcome answers(int code, String body) {
        this.code = code;
        this.body = body;
        var cordon = new Editing(new Cordon(), cluster, () -> Instant.EPOCH);
        return cordon.execute(order(cordon, ref("kubernetes.node", "", "a")), KEY);
    }

    private static void failed(Outcome outcome, boolean passing, String reason) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, each -> {
            assertThat(each.passing()).isEqualTo(passing);
            assertThat(each.reason()).contains(reason);
        });
    }

    @Test
    void only_the_field_is_written_and_only_while_the_object_is_the_one_that_was_read() {
        var unused = answers(409, "");

        assertThat(patches)
                .containsExactly(
                        "fieldManager=sentinel {\"metadata\":{\"resourceVersion\":\"41\",\"annotations\":{\"sentinel.io/op-key\":\"inc-1/step-1/7\"}},\"spec\":{\"unschedulable\":true}}");
    }

    @Test
    void a_write_is_never_tried_twice() {
        var unused = answers(503, "");

        assertThat(patches).hasSize(1);
    }

    @Test
    void a_conflict_passes() {
        failed(answers(409, "the object has been modified"), true, "changed by somebody else");
    }

    @Test
    void what_may_not_be_does_not_pass() {
        failed(answers(403, "no"), false, "forbids to patch nodes (403)");
        failed(answers(401, "no"), false, "renew it");
        failed(answers(422, "no"), false, "422");
    }

    @Test
    void a_webhook_that_says_no_came_before_anything_was_kept() {
        failed(answers(500, "admission webhook \"validator.longhorn.io\" denied the request: no"), false, "denied");
        failed(
                answers(
                        500,
                        "admission webhook \"validator.longhorn.io\" denied the request: spec and status of disks on node a are being syncing and please retry later."),
                true,
                "syncing");
        failed(answers(500, "Internal error occurred: failed calling webhook"), true, "webhook");
        failed(answers(429, "slow down"), true, "429");
    }

    @Test
    void a_server_that_fails_may_have_done_it() {
        assertThat(answers(500, "etcdserver: request timed out"))
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        each -> assertThat(each.howToLearn()).contains("nodes/a"));
    }

    @Test
    void no_answer_to_a_write_is_unknown() {
        cluster.close();
        cluster = Ground.at(uri(), Duration.ofMillis(500));

        assertThat(answers(0, ""))
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        each -> assertThat(each.howToLearn()).contains("sentinel.io/op-key"));
        assertThat(patches).hasSize(1);
    }

    @Test
    void an_answer_with_another_value_is_no_success() {
        failed(answers(200, NODE), false, "answered with other values");
    }
}
