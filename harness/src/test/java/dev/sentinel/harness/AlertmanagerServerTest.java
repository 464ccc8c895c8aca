package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class AlertmanagerServerTest {
    private static final String ALERT = "[{\"labels\":{\"alertname\":\"DiskIsDying\",\"node\":\"a\"}}]";

    @Test
    void posts_an_alert_to_the_webhook_and_remembers_it_over_a_stop() throws IOException, InterruptedException {
        BlockingQueue<String> posted = new LinkedBlockingQueue<>();
        HttpServer webhook = webhook(posted);
        try (AlertmanagerServer server = AlertmanagerServer.start(AlertmanagerServer.posting(uri(webhook)))) {
            assertThat(Deadline.in(Duration.ofSeconds(20))
                            .await(() -> server.get("/-/ready").status() == 200))
                    .isTrue();
            assertThat(server.post("/api/v2/alerts", ALERT).status()).isEqualTo(200);

            assertThat(posted.poll(20, TimeUnit.SECONDS)).contains("\"status\":\"firing\"", "DiskIsDying");

            assertThat(server.stop()).isZero();
            server.start();
            assertThat(server.log()).isNotEmpty();
        } finally {
            webhook.stop(0);
        }
    }

    @Test
    void shows_what_is_wrong_with_a_configuration() {
        assertThatThrownBy(() -> AlertmanagerServer.start("route: {receiver: nobody}"))
                .hasMessageContaining("Alertmanager at http://127.0.0.1:")
                .hasMessageContaining("undefined receiver");
    }

    private static HttpServer webhook(BlockingQueue<String> posted) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static URI uri(HttpServer webhook) {
        return URI.create("http://127.0.0.1:" + webhook.getAddress().getPort() + "/");
    }
}
