package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GivenBrokerTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer api;
    private int status = 204;

    @BeforeEach
    void start() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        api.createContext("/", this::answer);
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    @Test
    void makes_virtual_hosts_with_permissions_and_takes_them_out_again() {
        GivenBroker broker = broker();

        broker.addVirtualHosts(List.of("test 1"));
        broker.close();

        assertThat(requests)
                .containsExactly(
                        "PUT /api/vhosts/test%201 Basic dTpw",
                        "PUT /api/permissions/test%201/u Basic dTpw", "DELETE /api/vhosts/test%201 Basic dTpw");
    }

    @Test
    void says_what_to_do_when_the_api_refuses() {
        status = 401;

        assertThatThrownBy(() -> broker().addVirtualHosts(List.of("test")))
                .hasMessageContaining("401")
                .hasMessageContaining("tag administrator");
    }

    @Test
    void says_what_to_do_when_there_is_no_api() {
        GivenBroker broker = broker();
        api.stop(0);

        assertThatThrownBy(() -> broker.addVirtualHosts(List.of("test")))
                .hasMessageContaining("enable rabbitmq_management")
                .hasMessageContaining("SENTINEL_TEST_AMQP_API");
    }

    private GivenBroker broker() {
        int port = api.getAddress().getPort();
        return GivenBroker.at(
                List.of(new AmqpAddress("127.0.0.1", port, "/", "u", "p")),
                Map.of("SENTINEL_TEST_AMQP_API", "http://127.0.0.1:" + port));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(status, -1);
        }
    }
}
