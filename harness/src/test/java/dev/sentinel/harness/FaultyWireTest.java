package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class FaultyWireTest {
    private static final int SHORT_MILLIS = 300;
    private static final int LONG_MILLIS = 20_000;

    private EchoServer server;
    private FaultyWire wire;

    @BeforeEach
    void start() throws IOException {
        server = new EchoServer();
        wire = FaultyWire.to("127.0.0.1", server.port());
    }

    @AfterEach
    void stop() throws IOException {
        wire.close();
        server.close();
    }

    @Test
    void carries_requests_and_replies() throws IOException {
        try (Socket client = connect()) {
            send(client, "hello");

            assertThat(receive(client, 5)).isEqualTo("hello");
        }
    }

    @Test
    void carries_more_than_any_buffer_holds() throws IOException, InterruptedException {
        byte[] sent = new byte[20 << 20];
        sent[sent.length - 1] = 7;
        try (Socket client = connect()) {
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    client.getOutputStream().write(sent);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });

            assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            writer.join();
        }
    }

    @Test
    void passes_on_that_one_side_has_finished_and_lets_the_other_answer() throws IOException {
        try (Socket client = connect()) {
            send(client, "bye");
            client.shutdownOutput();

            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("bye");
        }
    }

    @Test
    void holds_everything_while_frozen_and_delivers_it_after_the_thaw() throws IOException {
        try (Socket client = connect()) {
            exchange(client);
            wire.freeze();

            send(client, "later");

            assertSilent(client);
            assertThat(server.received()).isEqualTo("ok");
            wire.thaw();
            assertThat(receive(client, 5)).isEqualTo("later");
        }
    }

    @Test
    void accepts_a_client_while_frozen_and_serves_it_after_the_thaw() throws IOException {
        wire.freeze();
        try (Socket client = connect()) {
            send(client, "early");
            assertSilent(client);
            assertThat(server.connections()).isZero();

            wire.thaw();

            assertThat(receive(client, 5)).isEqualTo("early");
        }
    }

    @Test
    void lets_requests_through_while_replies_are_frozen() throws IOException {
        try (Socket client = connect()) {
            exchange(client);
            wire.freezeReplies();

            send(client, "!do it");

            assertThat(Deadline.in(Duration.ofSeconds(20))
                            .await(() -> server.received().equals("ok!do it")))
                    .isTrue();
            assertSilent(client);
        }
    }

    @Test
    void loses_frozen_replies_when_cut() throws IOException {
        try (Socket client = connect()) {
            wire.freezeReplies();
            send(client, "done");
            assertThat(Deadline.in(Duration.ofSeconds(20))
                            .await(() -> server.received().equals("done")))
                    .isTrue();

            wire.cut();

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void resets_open_connections_and_refuses_new_ones_when_cut() throws IOException {
        try (Socket client = connect()) {
            exchange(client);

            wire.cut();

            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void tells_the_server_when_cut() throws IOException {
        try (Socket client = connect()) {
            exchange(client);

            wire.cut();

            assertThat(Deadline.in(Duration.ofSeconds(20)).await(() -> server.broken() == 1))
                    .isTrue();
        }
    }

    @Test
    void serves_new_clients_on_the_same_port_when_healed() throws IOException {
        for (int round = 0; round < 20; round++) {
            wire.cut();
            wire.heal();
            try (Socket client = connect()) {
                exchange(client);
            }
        }
    }

    @Test
    void forgets_every_fault_when_healed() throws IOException {
        wire.delay(Duration.ofHours(1));
        wire.freeze();
        wire.cut();

        wire.heal();

        try (Socket client = connect()) {
            exchange(client);
        }
    }

    @Test
    void delays_each_direction() throws IOException {
        try (Socket client = connect()) {
            exchange(client);
            wire.delay(Duration.ofMillis(150));
            long start = System.nanoTime();

            exchange(client);

            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(300L, 10_000L);
        }
    }

    @Test
    void resets_a_client_whose_server_is_not_there_and_serves_the_next_once_it_is() throws IOException {
        int port = FreePort.find();
        try (FaultyWire early = FaultyWire.to("127.0.0.1", port)) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), early.port())) {
                client.setSoTimeout(LONG_MILLIS);
                assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            }
            try (EchoServer late = new EchoServer(port);
                    Socket client = new Socket(InetAddress.getLoopbackAddress(), early.port())) {
                exchange(client);
                assertThat(late.connections()).isOne();
            }
        }
    }

    @Test
    void resets_clients_beyond_its_limit() throws IOException {
        Socket[] clients = new Socket[513];
        try {
            for (int i = 0; i < clients.length; i++) {
                clients[i] = connect();
            }
            assertThatThrownBy(() -> clients[512].getInputStream().read()).isInstanceOf(SocketException.class);
            exchange(clients[0]);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), wire.port());
        socket.setSoTimeout(LONG_MILLIS);
        return socket;
    }

    private static void exchange(Socket client) throws IOException {
        send(client, "ok");
        assertThat(receive(client, 2)).isEqualTo("ok");
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String receive(Socket client, int bytes) throws IOException {
        return new String(client.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }

    private static void assertSilent(Socket client) throws IOException {
        client.setSoTimeout(SHORT_MILLIS);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(LONG_MILLIS);
    }
}
