package dev.sentinel.transport.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.sentinel.harness.AmqpAddress;
import dev.sentinel.harness.Debian;
import dev.sentinel.harness.Shared;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.routing.Routes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The bus over TLS to a broker behind a door that asks for our certificate. */
@Execution(ExecutionMode.SAME_THREAD)
final class PemTlsTest {

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeCertificates() throws Exception {
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=authority",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem");
        for (String name : List.of("server", "client")) {
            Files.writeString(folder.resolve(name + ".ext"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
            openssl(
                    "req",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-subj",
                    "/CN=" + name,
                    "-keyout",
                    name + ".key",
                    "-out",
                    name + ".csr");
            openssl(
                    "x509",
                    "-req",
                    "-in",
                    name + ".csr",
                    "-CA",
                    "ca.pem",
                    "-CAkey",
                    "ca.key",
                    "-CAcreateserial",
                    "-days",
                    "2",
                    "-extfile",
                    name + ".ext",
                    "-out",
                    name + ".pem");
        }
    }

    @Test
    void publishes_through_a_door_that_both_sides_have_proved_themselves_at() throws Exception {
        AmqpAddress broker = Shared.rabbit().freshVirtualHost();
        var identity = new PemTls.Identity(folder.resolve("client.pem"), folder.resolve("client.key"));
        var context = PemTls.context(Optional.of(folder.resolve("ca.pem")), Optional.of(identity));
        try (SSLServerSocket door = door(broker);
                Bus bus = bus(door.getLocalPort(), broker, Optional.of(context))) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> bus.publishing() instanceof LinkState.Up);
            var message = new Outgoing(
                    Routes.EVENTS, "evt.c.custom.p01", "1", "t", Map.of(), ByteString.copyFromUtf8("secret"));
            assertThat(bus.publish(message).get(20, TimeUnit.SECONDS)).isInstanceOf(Confirmation.Confirmed.class);
        }
    }

    @Test
    void does_not_trust_an_authority_it_was_not_told_of() throws Exception {
        AmqpAddress broker = Shared.rabbit().freshVirtualHost();
        var strangers = PemTls.context(Optional.empty(), Optional.empty());
        try (SSLServerSocket door = door(broker);
                Bus bus = bus(door.getLocalPort(), broker, Optional.of(strangers))) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> bus.publishing() instanceof LinkState.Down down && down.attempts() > 1);
        }
    }

    @Test
    void names_the_file_that_cannot_be_used() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path old = Files.writeString(folder.resolve("old.key"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n");
        assertThatThrownBy(() -> PemTls.context(Optional.of(empty), Optional.empty()))
                .isInstanceOf(TlsFault.class)
                .hasMessageContaining("empty.pem");
        assertThatThrownBy(() -> PemTls.context(Optional.of(folder.resolve("none.pem")), Optional.empty()))
                .isInstanceOf(TlsFault.class)
                .hasMessageContaining("none.pem");
        assertThatThrownBy(() -> PemTls.context(
                        Optional.empty(), Optional.of(new PemTls.Identity(folder.resolve("client.pem"), old))))
                .isInstanceOf(TlsFault.class)
                .hasMessageContaining("openssl pkcs8 -topk8");
    }

    private static Bus bus(int port, AmqpAddress broker, Optional<javax.net.ssl.SSLContext> tls) {
        var address = new BrokerAddress(
                List.of(new BrokerAddress.Endpoint("localhost", port)),
                broker.virtualHost(),
                broker.user(),
                broker.password(),
                tls);
        var config = BusConfig.of(address, "tls", Layout.sentinel(Partitions.DEFAULT));
        return Bus.open(config, new SimpleMeterRegistry(), Clock.systemUTC());
    }

    /** Ends TLS, asks for a certificate of our authority, and passes everything on to the broker. */
    private static SSLServerSocket door(AmqpAddress broker) throws IOException {
        var identity = new PemTls.Identity(folder.resolve("server.pem"), folder.resolve("server.key"));
        var context = PemTls.context(Optional.of(folder.resolve("ca.pem")), Optional.of(identity));
        var door = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        door.setNeedClientAuth(true);
        Thread.ofPlatform().daemon().start(() -> {
            while (!door.isClosed()) {
                try {
                    SSLSocket visitor = (SSLSocket) door.accept();
                    Thread.ofPlatform().daemon().start(() -> letIn(visitor, broker));
                } catch (IOException e) {
                    // Closed by the test, or a visitor who could not prove himself.
                }
            }
        });
        return door;
    }

    private static void letIn(SSLSocket visitor, AmqpAddress broker) {
        try (visitor;
                Socket inside = new Socket(broker.host(), broker.port())) {
            visitor.startHandshake();
            Thread back = Thread.ofPlatform().daemon().start(() -> pass(inside, visitor));
            pass(visitor, inside);
            back.interrupt();
        } catch (IOException e) {
            // Refused: the visitor sees his connection closed.
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side hung up.
        }
    }

    private static void openssl(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(
                List.of(Debian.program("openssl", "openssl").toString()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("openssl.log")))
                .isZero();
    }
}
